internal import Sampler
internal import Telemetry
internal import TestSupport
internal import Testing

@testable internal import Profiler

/// A guest's ring, written by the guest's own code.
final class WrittenRing {
  let block = UnsafeMutablePointer<SamplerBlock>.allocate(capacity: 1)
  let memory: UnsafeMutableRawPointer
  private let late: UnsafeMutableRawPointer
  let ring: SampleRing
  let taker: SampleTaker<NoStacks>
  static let slack = 1024

  /// Samples of code whose stack is empty, but may be copied.
  struct NoStacks: StackMemory {
    var handlerReturn: UInt32 { 0 }
    var mainStack: (start: UInt, last: UInt) { (16, 1 << 16) }
    func otherStack(holding address: UInt) -> (start: UInt, last: UInt)? { nil }
    func isCode(_ address: UInt32) -> Bool { false }
    func isReturnAddress(_ address: UInt32) -> Bool { false }
    func word(at address: UInt) -> UInt32 { 0 }
    func fullWord(at address: UInt) -> UInt64 { 0 }
  }

  init(capacity: Int = 4096, slack: Int = WrittenRing.slack) {
    block.initialize(to: SamplerBlock())
    block.pointee.depth = 128
    memory = .allocate(byteCount: capacity + slack, alignment: 4096)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: capacity + slack)
    ring = SampleRing(unsafeBlock: block)
    ring.start(
      unsafeAddress: UInt64(UInt(bitPattern: memory)), capacity: capacity, slack: slack)
    late = .allocate(byteCount: 1024, alignment: 8)
    taker = SampleTaker(
      ring: ring, late: LateSamples(unsafeMemory: late, byteCount: 1024), memory: NoStacks(),
      handlerReturn: 0)
  }

  deinit {
    block.deallocate()
    memory.deallocate()
    late.deallocate()
  }

  /// Writes samples, with so much of the stack, after so many ticks without any.
  func write(_ count: Int, stackByteCount: Int = 0, after pause: UInt64 = 0) {
    for _ in 0..<count {
      let code = InterruptedCode(instruction: 1, framePointer: 0, stackPointer: 0, flags: 0x200)
      let tick = block.pointee.recorded + pause
      let place = taker.takeProcessor(code, isIdle: false, bits: 0, tick: tick, interval: 16)
      if stackByteCount > 0 {
        taker.addRaw(
          to: place, registers: [17 of UInt64](repeating: 7), stackPointer: 16,
          byteCount: stackByteCount)
      }
      taker.finish(place, cost: tick + 1)
    }
  }

  /// Reads as a host does, with what happens between its looks.
  func read(_ reader: inout RingReader, meanwhile: () -> Void = {}) -> [UInt64] {
    let before = block.pointee
    let wanted = reader.wanted(before)
    let places = RingSnapshot.places(of: wanted, in: before)
    meanwhile()
    let pieces = places.map { place in
      Array(
        UnsafeRawBufferPointer(
          start: UnsafeRawPointer(bitPattern: UInt(place.address)), count: place.count))
    }
    let snapshot = RingSnapshot(positions: wanted, capacity: before.capacity, pieces: pieces)
    var ticks: [UInt64] = []
    reader.read(snapshot, before: before, after: block.pointee) { ticks.append($0.tick) }
    return ticks
  }
}

@Suite struct RingReaderTests {
  private let ring = WrittenRing()

  @Test func `reads each sample once`() {
    var reader = RingReader()
    ring.write(10)
    #expect(ring.read(&reader) == Array(0..<10))
    #expect(ring.read(&reader).isEmpty)
    ring.write(3)
    #expect(ring.read(&reader) == [10, 11, 12])
    #expect(reader.lostCount == 0 && reader.readCount == 13 && reader.costs.count == 13)
    #expect(reader.lastTick == 12)
  }

  @Test func `follows the ring round its end`() {
    var reader = RingReader()
    var next: UInt64 = 0
    for _ in 0..<100 {
      ring.write(37)
      for tick in ring.read(&reader) {
        #expect(tick == next)
        next += 1
      }
    }
    #expect(next == 3700 && reader.lostCount == 0)
  }

  @Test func `begins with the oldest that is left`() {
    var reader = RingReader()
    ring.write(1000)
    let ticks = ring.read(&reader)
    // 48 bytes each; 4096 hold 85, of which the oldest may be cut.
    #expect(ticks.last == 999 && (83...85).contains(ticks.count))
    #expect(ticks == Array(ticks[0]...999))
    // What is gone is known by the number of the first one that is there.
    #expect(reader.lostCount == ticks[0] && reader.readCount + reader.lostCount == 1000)
    // Each stands for 16 ticks before it.
    #expect(reader.firstTick == ticks[0] - 16 && reader.lastTick == 999)
  }

  @Test func `begins with the oldest where samples hold stacks`() {
    let ring = WrittenRing(capacity: 1 << 16, slack: 1 << 14)
    // 48 bytes, the registers' 136, and the stack's: 65536 hold 7 of 8376 and a part of another.
    for count in [3, 100] {
      ring.write(count, stackByteCount: 8192)
      let end = ring.block.pointee.recorded
      var reader = RingReader()
      #expect(ring.read(&reader) == Array(end - UInt64(min(count, 7))..<end))
    }
    for size in [0, 1856, 4096, 0, 2048] { ring.write(1, stackByteCount: size) }
    var reader = RingReader()
    #expect(ring.read(&reader).suffix(6) == Array(102..<108))
  }

  @Test func `counts what was overwritten before it came`() {
    var reader = RingReader()
    ring.write(5)
    _ = ring.read(&reader)
    ring.write(1000)
    let count = UInt64(ring.read(&reader).count)
    #expect(count >= 83 && reader.lostCount == 1000 - count)
    ring.write(1)
    #expect(ring.read(&reader) == [1005])
  }

  @Test func `leaves out what is overwritten while it reads`() {
    var reader = RingReader()
    ring.write(80)
    let ticks = ring.read(&reader) { ring.write(50) }
    #expect(ticks.first ?? 0 >= 45 && ticks.last == 79)
    let rest = ring.read(&reader)
    #expect(rest == Array(80..<130))
    #expect(reader.lostCount + reader.readCount == 130)
  }

  @Test func `no time between two sessions counts`() {
    var reader = RingReader()
    #expect(reader.sampledTicks == 0)
    ring.write(10)
    _ = ring.read(&reader)
    #expect(reader.sampledTicks == 9)
    ring.write(10, after: 1_000_000)
    ring.write(1, after: 2_000_000)
    _ = ring.read(&reader)
    #expect(reader.firstTick == 0 && reader.lastTick == 2_000_020)
    // Each stands for 16 ticks before it: 0 to 9, 999,994 to 1,000,019, and the last.
    #expect(reader.sampledTicks == 9 + 25 + 16)
  }

  @Test func `one that starts behind what there is reads only what comes`() {
    ring.write(20)
    var reader = RingReader(behind: ring.block.pointee)
    ring.write(2)
    #expect(ring.read(&reader) == [20, 21])
    #expect(reader.lostCount == 0)
  }

  @Test func `damage costs samples, and they are counted`() {
    var reader = RingReader(behind: ring.block.pointee)
    ring.write(10)
    ring.memory.storeBytes(of: 0xffff_ffff, toByteOffset: 48 * 4, as: UInt32.self)
    #expect(ring.read(&reader) == [0, 1, 2, 3])
    #expect(reader.lostCount == 6)
  }

  /// A block that says anything, as far as it is taken for one.
  private func hostileBlock(_ generator: inout SeededGenerator) -> SamplerBlock {
    let values: [UInt64] = [
      0, 8, 48, 960, 4096, 5120, 1 << 20, 1 << 32, (1 << 62) - 8, 1 << 62, 1 << 63, .max - 7, .max,
    ]
    let any = { (generator: inout SeededGenerator) in values[generator.below(values.count)] }
    while true {
      var block = ring.block.pointee
      for _ in 0...generator.below(4) {
        switch generator.below(9) {
        case 0: block.end = any(&generator)
        case 1: block.reserved = any(&generator)
        case 2: (block.end, block.reserved) = (any(&generator), .max)
        case 3: block.capacity = any(&generator)
        case 4: block.slack = any(&generator)
        case 5: block.ringAddress = any(&generator)
        case 6: block.imageBase = any(&generator)
        case 7: block.ticksPerSecond = any(&generator)
        default: block.firstTick = any(&generator)
        }
      }
      let bytes = withUnsafeBytes(of: block) { Array($0) }
      if let taken = try? SamplerBlock(decoding: bytes.span.bytes) { return taken }
    }
  }

  @Test(arguments: UInt64(0)..<8) func `survives whatever a guest says`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    ring.write(200)
    let contents = Array(
      UnsafeRawBufferPointer(start: ring.memory, count: 4096 + WrittenRing.slack))
    for _ in 0..<500 {
      let (first, before) = (hostileBlock(&generator), hostileBlock(&generator))
      let after = hostileBlock(&generator)
      var reader = generator.below(2) == 0 ? RingReader() : RingReader(behind: first)
      let wanted = reader.wanted(before)
      let pieces = RingSnapshot.places(of: wanted, in: before).map { place in
        Array(contents.dropFirst(Int(place.address % 4096)).prefix(place.count))
      }
      let snapshot = RingSnapshot(
        positions: wanted, capacity: before.capacity, pieces: pieces)
      reader.read(snapshot, before: before, after: after) { record in
        _ = Sample(record, base: before.imageBase, time: GuestTime(after))
      }
    }
  }
}
