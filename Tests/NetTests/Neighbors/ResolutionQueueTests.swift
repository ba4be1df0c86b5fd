internal import Testing
internal import Wire

@testable internal import Net

@Suite struct ResolutionQueueTests {
  static func host(_ index: UInt8) -> IPv4Address { IPv4Address(10, 0, 0, index) }

  /// Adds a frame of so many bytes of one value.
  static func add(
    _ value: UInt8, _ byteCount: Int = 20, for host: IPv4Address,
    to queue: inout ResolutionQueue
  ) -> Bool {
    queue.add(for: host, byteCount: byteCount) { frame in
      for offset in 0..<frame.byteCount { frame.storeBigEndian(value, at: offset) }
    }
  }

  /// Takes all frames of a host: the value and the size of each.
  static func take(_ host: IPv4Address, from queue: inout ResolutionQueue) -> [[UInt8]] {
    var frames: [[UInt8]] = []
    while let index = queue.oldest(for: host) {
      frames.append(Frames.array(queue.frame(at: index)))
      queue.remove(at: index)
    }
    return frames
  }

  @Test func `takes no frame that would reach into the room of another`() {
    var queue = ResolutionQueue(frameByteCount: 100)
    for index in 0..<8 as Range<UInt8> {
      #expect(!Self.add(index, 100, for: Self.host(index), to: &queue))
    }
    #expect(Self.add(9, 101, for: Self.host(9), to: &queue))
    #expect(queue.oldest(for: Self.host(9)) == nil)
    for index in 0..<8 as Range<UInt8> {
      #expect(
        Self.take(Self.host(index), from: &queue) == [[UInt8](repeating: index, count: 100)])
    }
  }

  @Test func `keeps the frames of a neighbour in order`() {
    var queue = ResolutionQueue(frameByteCount: 100)
    let isDisplacing = [
      Self.add(1, 100, for: Self.host(1), to: &queue),
      Self.add(2, 1, for: Self.host(2), to: &queue),
      Self.add(3, 14, for: Self.host(1), to: &queue),
    ]
    #expect(isDisplacing == [false, false, false])
    #expect(queue.oldest(for: Self.host(3)) == nil)
    #expect(
      Self.take(Self.host(1), from: &queue)
        == [[UInt8](repeating: 1, count: 100), [UInt8](repeating: 3, count: 14)])
    #expect(Self.take(Self.host(2), from: &queue) == [[2]])
    #expect(queue.oldest(for: Self.host(2)) == nil)
  }

  @Test func `keeps the latest three of a neighbour`() {
    var queue = ResolutionQueue(frameByteCount: 100)
    let isDisplacing = (1...5).map { Self.add($0, 1, for: Self.host(1), to: &queue) }
    #expect(isDisplacing == [false, false, false, true, true])
    #expect(Self.take(Self.host(1), from: &queue) == [[3], [4], [5]])
  }

  @Test func `keeps the latest eight of all`() {
    var queue = ResolutionQueue(frameByteCount: 100)
    let isDisplacing = (1...10).map { Self.add($0, 1, for: Self.host($0), to: &queue) }
    #expect(isDisplacing == [Bool](repeating: false, count: 8) + [true, true])
    #expect(Self.take(Self.host(2), from: &queue) == [])
    #expect(Self.take(Self.host(3), from: &queue) == [[3]])
    #expect(Self.take(Self.host(10), from: &queue) == [[10]])
  }
}
