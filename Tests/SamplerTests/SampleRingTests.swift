internal import Sampler
internal import Telemetry
internal import Testing

/// A ring in memory of the test.
final class RingMemory {
  let block = UnsafeMutablePointer<SamplerBlock>.allocate(capacity: 1)
  let memory: UnsafeMutableRawPointer
  let ring: SampleRing
  let late: LateSamples
  private let lateMemory: UnsafeMutableRawPointer
  let capacity: Int
  static let slack = 1024

  /// Makes one; `room` is for samples that come while another is being written, in bytes.
  init(capacity: Int = 4096, room: Int = 4096) {
    self.capacity = capacity
    lateMemory = .allocate(byteCount: room, alignment: 8)
    late = LateSamples(unsafeMemory: lateMemory, byteCount: room)
    block.initialize(to: SamplerBlock())
    block.pointee.depth = 128
    memory = .allocate(byteCount: capacity + Self.slack, alignment: 4096)
    memory.initializeMemory(as: UInt8.self, repeating: 0xee, count: capacity + Self.slack)
    ring = SampleRing(unsafeBlock: block)
    ring.start(
      unsafeAddress: UInt64(UInt(bitPattern: memory)), capacity: capacity, slack: Self.slack)
  }

  deinit {
    block.deallocate()
    memory.deallocate()
    lateMemory.deallocate()
  }
}

@Suite struct SampleRingTests {
  @Test func `a sample follows the one before`() {
    let memory = RingMemory()
    let first = memory.ring.begin(limit: 600)
    #expect(first == memory.memory && memory.block.pointee.reserved == 600)
    memory.ring.commit(byteCount: 56)
    #expect(memory.block.pointee.end == 56 && memory.block.pointee.reserved == 56)
    #expect(memory.block.pointee.recorded == 1 && memory.block.pointee.lastByteCount == 56)
    #expect(memory.ring.begin(limit: 600) == memory.memory + 56)
  }

  @Test func `one in the making keeps others out`() {
    let memory = RingMemory()
    #expect(memory.ring.isFree)
    _ = memory.ring.begin(limit: 600)
    #expect(!memory.ring.isFree)
    #expect(memory.ring.beginInterruptibly() == nil)
    memory.ring.commit(byteCount: 48)
    #expect(memory.ring.beginInterruptibly() == memory.memory + 48)
    #expect(!memory.ring.isFree)
  }

  @Test func `one may want more room than it did at first`() {
    let memory = RingMemory()
    _ = memory.ring.begin(limit: 100)
    memory.ring.extend(limit: 900)
    #expect(memory.block.pointee.reserved == 900 && memory.block.pointee.end == 0)
    memory.ring.commit(byteCount: 800)
    #expect(memory.ring.isFree)
  }

  @Test func `one that begins at the end goes on behind it, and the next one after it`() {
    let memory = RingMemory()
    for _ in 0..<10 {
      _ = memory.ring.begin(limit: 600)
      memory.ring.commit(byteCount: 400)
    }
    // At 4000, to 4400: the next one begins at 4400 less 4096.
    #expect(memory.ring.begin(limit: 600) == memory.memory + 4000)
    memory.ring.commit(byteCount: 400)
    #expect(memory.ring.begin(limit: 600) == memory.memory + 304)
  }

  @Test(arguments: [0, 1, 50, 1000]) func `visits what is left, in order`(count: Int) {
    let memory = RingMemory()
    let taker = SampleTaker(
      ring: memory.ring, late: memory.late, memory: FakeStack(), handlerReturn: 0)
    let code = InterruptedCode(instruction: 1, framePointer: 0, stackPointer: 0, flags: 0x200)
    for tick in 0..<count {
      let place = taker.takeProcessor(
        code, isIdle: false, bits: 0, tick: UInt64(tick), interval: 0)
      taker.finish(place, cost: 1)
    }
    var ticks: [Int] = []
    memory.ring.forEach { ticks.append(Int($0.tick)) }
    #expect(ticks == Array(count - ticks.count..<count))
    // 48 bytes each; 4096 hold 85, of which the oldest may be cut.
    #expect(ticks.count >= min(count, 84))
  }

  @Test func `visits samples whose size the next one cannot tell`() {
    let memory = RingMemory(capacity: 1 << 16)
    let taker = SampleTaker(
      ring: memory.ring, late: memory.late, memory: FakeStack(stacks: [(0x10000, 0x2000)]),
      handlerReturn: 0)
    let code = InterruptedCode(instruction: 1, framePointer: 0, stackPointer: 0, flags: 0x200)
    // 48 bytes, the registers' 136, and the stack's: 2040 and more, and less, one after the other.
    let stackByteCounts = [0, 1856, 1848, 4096, 8192, 0, 2048, 8, 8192, 4096]
    for (tick, byteCount) in stackByteCounts.enumerated() {
      let place = taker.takeProcessor(
        code, isIdle: false, bits: 0, tick: UInt64(tick), interval: 0)
      if byteCount > 0 {
        taker.addRaw(
          to: place, registers: [17 of UInt64](repeating: 7), stackPointer: 0x10000,
          byteCount: byteCount)
      }
      taker.finish(place, cost: 1)
    }
    var ticks: [Int] = []
    memory.ring.forEach { ticks.append(Int($0.tick)) }
    #expect(ticks == Array(0..<10))
  }
}
