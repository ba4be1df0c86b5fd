internal import Testing

@testable internal import GDBStub

@Suite struct FrameRingTests {
  private let guest = Debuggee()
  private let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: 512)
  private let frame = UnsafeMutablePointer<UInt8>.allocate(capacity: 512)

  private func ring(_ byteCount: Int) -> FrameRing {
    FrameRing(ByteBuffer(unsafeBase: memory, count: byteCount))
  }

  private func add(
    _ byte: UInt8, _ count: Int, of byteCount: Int, at time: UInt64, _ ring: inout FrameRing
  ) {
    for index in 0..<count { frame[index] = byte }
    ring.append(
      ByteBuffer(unsafeBase: frame, count: count), byteCount: byteCount, nanoseconds: time)
  }

  /// What the file holds behind its header: bytes of each frame, and how long it was.
  private func frames(_ ring: FrameRing) -> [(bytes: [UInt8], byteCount: Int, time: UInt64)] {
    guest.machine.sent = []
    guest.session.reply.begin()
    guest.session.reply.beginDigits()
    ring.write(to: &guest.session.reply)
    guest.session.reply.end()
    let digits = Array(Debuggee.payload(guest.machine.sent))
    let file = stride(from: 0, to: digits.count - 1, by: 2).map {
      UInt8(String(digits[$0...$0 + 1]), radix: 16) ?? 0
    }
    #expect(Array(file.prefix(24)) == Self.header)
    func number(_ place: Int) -> Int {
      (0..<4).reduce(0) { $0 | Int(file[place + $1]) << (8 * $1) }
    }
    var found: [([UInt8], Int, UInt64)] = []
    var place = 24
    while place + 16 <= file.count {
      let count = number(place + 8)
      let time = UInt64(number(place)) * 1_000_000_000 + UInt64(number(place + 4))
      found.append((Array(file[place + 16..<place + 16 + count]), number(place + 12), time))
      place += 16 + count
    }
    #expect(place == file.count)
    return found
  }

  private static let header: [UInt8] = [
    0x4d, 0x3c, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 1, 0, 0, 0,
  ]

  @Test func `is a file without frames at first`() {
    #expect(frames(ring(100)).isEmpty)
  }

  @Test func `keeps the bytes, the length and the time of frames`() {
    var ring = ring(200)
    add(1, 60, of: 60, at: 5, &ring)
    add(2, 20, of: 1514, at: 3_000_000_007, &ring)
    let found = frames(ring)
    #expect(found.map(\.bytes) == [.init(repeating: 1, count: 60), .init(repeating: 2, count: 20)])
    #expect(found.map(\.byteCount) == [60, 1514])
    #expect(found.map(\.time) == [5, 3_000_000_007])
  }

  @Test(arguments: [76, 100, 151, 152, 200])
  func `forgets the oldest, and the rest is whole`(byteCount: Int) {
    var ring = ring(byteCount)
    for number in 0..<50 as Range<UInt8> {
      add(number, 10 + Int(number) % 51, of: 100, at: UInt64(number), &ring)
      let found = frames(ring)
      #expect(found.last?.time == UInt64(number))
      for frame in found {
        let own = UInt8(truncatingIfNeeded: frame.time)
        #expect(frame.bytes == .init(repeating: own, count: 10 + Int(own) % 51))
      }
    }
    #expect(ring.count == 50)
  }

  @Test func `leaves out what does not fit at all`() {
    var ring = ring(64)
    add(1, 49, of: 49, at: 0, &ring)
    #expect(ring.count == 0)
    add(2, 48, of: 48, at: 0, &ring)
    #expect(frames(ring).count == 1)
  }
}
