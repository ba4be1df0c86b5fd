internal import Sampler
internal import Telemetry
internal import Testing

@Suite struct SampleTakerTests {
  private let ring = RingMemory()
  private let stack = FakeStack()
  private static let handlerReturn: UInt32 = 0x7777

  private var taker: SampleTaker<FakeStack> {
    SampleTaker(
      ring: ring.ring, late: ring.late, memory: stack, handlerReturn: Self.handlerReturn)
  }

  private func code(flags: UInt64 = 0x202, framePointer: UInt64 = 0x10000) -> InterruptedCode {
    InterruptedCode(
      instruction: 0x1234, framePointer: framePointer, stackPointer: 0x10000, flags: flags)
  }

  private var bytes: [UInt8] {
    Array(UnsafeRawBufferPointer(start: ring.memory, count: ring.capacity))
  }

  @Test func `a sample of the processor says where it was, and when`() throws {
    stack.put(at: 0x10000, framePointer: 0x10020, returnAddress: 0x200)
    // The mark of an asynchronous function's frame lies above the 32 bits that are read.
    stack.put(at: 0x10020, framePointer: 0, returnAddress: 0x300)
    ring.block.pointee.label = 99
    let place = taker.takeProcessor(code(), isIdle: false, bits: 0x10, tick: 5000, interval: 1600)
    taker.finish(place, cost: 77)
    let copy = bytes
    let record = try SampleRecord(copy.span.bytes)
    #expect(record.kind == .processor && record.context == .busy && record.end == .complete)
    #expect(record.isNonMaskable && !record.hasInterruptsOff && record.boundary == nil)
    #expect(record.number == 0 && record.tick == 5000 && record.intervalTicks == 1600)
    #expect(record.label == 99 && record.costTicks == 77)
    let addresses = (0..<record.addressCount).map { record.address(at: $0) }
    #expect(addresses == [0x1234, 0x200, 0x300])
    let block = ring.block.pointee
    #expect(block.end == UInt64(record.byteCount))
  }

  @Test func `knows what an interrupt handler interrupted`() throws {
    stack.put(at: 0x10000, framePointer: 0x10020, returnAddress: Self.handlerReturn)
    stack.put(at: 0x10020, framePointer: 0x10040, returnAddress: 0x400)
    stack.put(at: 0x10040, framePointer: 0, returnAddress: 0x500)
    let place = taker.takeProcessor(code(flags: 2), isIdle: false, bits: 0, tick: 1, interval: 1)
    taker.finish(place, cost: 1)
    let copy = bytes
    let record = try SampleRecord(copy.span.bytes)
    #expect(record.context == .interrupt && record.hasInterruptsOff && record.boundary == 2)
    #expect(record.address(at: 2) == 0x400)
  }

  @Test func `interrupts off alone are no handler`() throws {
    let place = taker.takeProcessor(
      code(flags: 2, framePointer: 3), isIdle: true, bits: 0, tick: 1, interval: 1)
    taker.finish(place, cost: 1)
    let copy = bytes
    let record = try SampleRecord(copy.span.bytes)
    #expect(record.context == .idle && record.hasInterruptsOff && record.boundary == nil)
    #expect(record.end == .unknownStack && record.addressCount == 1)
  }

  @Test func `what comes while one is in the making is dropped and counted`() throws {
    let place = taker.takeProcessor(code(), isIdle: false, bits: 0, tick: 1, interval: 1)
    #expect(!ring.ring.isFree)
    #expect(!taker.tell(.wait, code(), tick: 2, values: (1, 2, 3), valueCount: 2))
    #expect(ring.block.pointee.droppedOther == 1)
    taker.finish(place, cost: 1)
    #expect(ring.block.pointee.recorded == 1)
  }

  /// Takes a sample as the handler does while something is told.
  private func interrupt(_ taker: SampleTaker<FakeStack>, tick: UInt64, flags: UInt64 = 0x202) {
    #expect(!ring.ring.isFree)
    let place = taker.takeLate(code(flags: flags), bits: 0x10, tick: tick, interval: 160)
    if let place { taker.finishLate(place, cost: 5) } else { ring.block.pointee.droppedBusy += 1 }
  }

  private var records: [(kind: SampleKind, tick: UInt64, number: UInt32, previous: Int?)] {
    var found: [(SampleKind, UInt64, UInt32, Int?)] = []
    ring.ring.forEach { found.append(($0.kind, $0.tick, $0.number, $0.previousByteCount)) }
    return found
  }

  @Test func `what comes while something is told follows it`() throws {
    stack.put(at: 0x10000, framePointer: 0x10020, returnAddress: Self.handlerReturn)
    stack.put(at: 0x10020, framePointer: 0x10040, returnAddress: 0x400)
    stack.put(at: 0x10040, framePointer: 0, returnAddress: 0x500)
    let taker = self.taker
    stack.onRead = { [self] in
      interrupt(taker, tick: 11, flags: 2)
      // Another one, before the first goes on.
      interrupt(taker, tick: 12)
    }
    #expect(taker.tell(.wait, code(), tick: 10, values: (2, 700, 0), valueCount: 2))
    #expect(taker.tell(.wait, code(), tick: 20, values: (2, 700, 0), valueCount: 2))
    #expect(records.map(\.kind) == [.wait, .processor, .processor, .wait])
    #expect(records.map(\.tick) == [10, 11, 12, 20] && records.map(\.number) == [0, 1, 2, 3])
    let block = ring.block.pointee
    #expect(block.recorded == 4 && block.droppedBusy == 0 && block.reserved == block.end)
    let size = try #require(records[1].previous)
    let copy = Array(bytes[size...])
    let late = try SampleRecord(copy.span.bytes)
    #expect(late.context == .interrupt && late.hasInterruptsOff && late.isNonMaskable)
    #expect(late.boundary == 2 && late.intervalTicks == 160 && late.costTicks == 5)
    #expect((0..<4).map { late.address(at: $0) } == [0x1234, Self.handlerReturn, 0x400, 0x500])
    #expect(records[2].previous == late.byteCount)
  }

  @Test func `of more than there is room for the rest is dropped`() {
    let taker = self.taker
    stack.onRead = { [self] in
      for tick in 1...100 as ClosedRange<UInt64> { interrupt(taker, tick: tick) }
    }
    #expect(taker.tell(.wait, code(), tick: 0, values: (2, 700, 0), valueCount: 2))
    let dropped = ring.block.pointee.droppedBusy
    #expect(dropped > 20 && ring.block.pointee.recorded == 101 - dropped)
    // There is room again.
    stack.onRead = { [self] in interrupt(taker, tick: 201) }
    #expect(taker.tell(.wait, code(), tick: 200, values: (2, 700, 0), valueCount: 2))
    #expect(ring.block.pointee.droppedBusy == dropped && records.last?.tick == 201)
  }

  @Test func `a late one has its registers and stack, too`() throws {
    stack.put(at: 0x10000, framePointer: 0, returnAddress: 0x200)
    ring.block.pointee.stackByteCount = 64
    let taker = self.taker
    stack.onRead = { [self] in
      let place = taker.takeLate(code(), bits: 0, tick: 3, interval: 16)
      guard let place else { return }
      taker.addRaw(
        to: place, registers: [17 of UInt64](repeating: 7), stackPointer: 0x10000, byteCount: 64)
      #expect(ring.block.pointee.reserved == .max)
      taker.finishLate(place, cost: 5)
    }
    #expect(taker.tell(.wait, code(), tick: 0, values: (2, 700, 0), valueCount: 2))
    #expect(records.map(\.kind) == [.wait, .raw])
    let copy = Array(bytes[(try #require(records[1].previous))...])
    let late = try SampleRecord(copy.span.bytes)
    #expect(late.extraWordCount == 17 + 8 && late.extraWord(at: 18) == 0x200)
  }

  @Test func `the depth is kept`() throws {
    for index in 0..<20 as Range<UInt32> {
      stack.put(
        at: 0x10000 + 32 * index, framePointer: 0x10020 + 32 * index, returnAddress: index + 1)
    }
    ring.block.pointee.depth = 8
    let place = taker.takeProcessor(code(), isIdle: false, bits: 0, tick: 1, interval: 1)
    taker.finish(place, cost: 1)
    let copy = bytes
    let record = try SampleRecord(copy.span.bytes)
    #expect(record.addressCount == 9 && record.end == .tooDeep)
  }

  @Test func `what is told has its values, and the size of the one before`() throws {
    stack.put(at: 0x10000, framePointer: 0, returnAddress: 0x200)
    #expect(taker.tell(.allocation, code(), tick: 9, values: (0x5000, 64, 4096), valueCount: 3))
    #expect(taker.tell(.wait, code(), tick: 10, values: (2, 700, 0), valueCount: 2))
    let copy = bytes
    let record = try SampleRecord(copy.span.bytes)
    #expect(record.kind == .allocation && record.extraWordCount == 3)
    #expect((0..<3).map { record.extraWord(at: $0) } == [0x5000, 64, 4096])
    let rest = Array(copy[record.byteCount...])
    let second = try SampleRecord(rest.span.bytes)
    #expect(second.kind == .wait && second.extraWordCount == 2 && second.number == 1)
    #expect(second.previousByteCount == record.byteCount)
  }

  @Test func `what is told by a return address has no instruction before it`() throws {
    stack.put(at: 0x10000, framePointer: 0x10020, returnAddress: 0x200)
    stack.put(at: 0x10020, framePointer: 0, returnAddress: 0x300)
    var told = code()
    told.instruction = 0
    #expect(taker.tell(.span, told, tick: 9, values: (1, 2, 3), valueCount: 3))
    let copy = bytes
    let record = try SampleRecord(copy.span.bytes)
    #expect((0..<record.addressCount).map { record.address(at: $0) } == [0x200, 0x300])
    #expect((0..<3).map { record.extraWord(at: $0) } == [1, 2, 3])
    #expect(record.topWord(0) == 0 && record.topWord(1) == 0 && record.costTicks == 0)
  }

  @Test func `the words on top of the stack are kept, where it is known`() throws {
    stack.put(at: 0x10000, framePointer: 0x222, returnAddress: 0x333)
    var interrupted = code(framePointer: 0)
    let place = taker.takeProcessor(
      interrupted, isIdle: false, bits: 0, tick: 1, interval: 1)
    taker.finish(place, cost: 1)
    interrupted.stackPointer = 0x9000
    let second = taker.takeProcessor(interrupted, isIdle: false, bits: 0, tick: 1, interval: 1)
    taker.finish(second, cost: 1)
    let copy = bytes
    let record = try SampleRecord(copy.span.bytes)
    #expect(record.topWord(0) == 0x222 && record.topWord(1) == 0x333)
    let rest = Array(copy[record.byteCount...])
    let other = try SampleRecord(rest.span.bytes)
    #expect(other.topWord(0) == 0 && other.topWord(1) == 0)
  }

  @Test(arguments: [(16, 2), (1 << 16, 512), (0, 0)])
  func `registers and the stack are added, as far as both go`(limit: (bytes: Int, words: Int))
    throws
  {
    stack.put(at: 0x10000, framePointer: 0x10020, returnAddress: 0x200)
    stack.put(at: 0x10020, framePointer: 0, returnAddress: 0x300)
    let memory = RingMemory(capacity: 1 << 16)
    let taker = SampleTaker(
      ring: memory.ring, late: memory.late, memory: stack, handlerReturn: 0)
    let place = taker.takeProcessor(code(), isIdle: false, bits: 0, tick: 1, interval: 1)
    var registers = [17 of UInt64](repeating: 0)
    for index in 0..<17 { registers[index] = UInt64(index) << 40 }
    taker.addRaw(to: place, registers: registers, stackPointer: 0x10000, byteCount: limit.bytes)
    #expect(memory.block.pointee.reserved >= UInt64(limit.words * 8 + 17 * 8))
    taker.finish(place, cost: 5)
    let copy = Array(UnsafeRawBufferPointer(start: memory.memory, count: memory.capacity))
    let record = try SampleRecord(copy.span.bytes)
    #expect(record.kind == .raw && record.costTicks == 5 && record.addressCount == 3)
    #expect(record.extraWordCount == 17 + limit.words)
    #expect(record.extraWord(at: 16) == 16 << 40)
    if limit.words > 1 { #expect(record.extraWord(at: 18) == 0x200) }
  }

  @Test(arguments: [1 << 36 - 1, 1 << 36, 1 << 36 + 32, .max])
  func `an interval of many seconds has room, and more is cut off`(interval: UInt64) throws {
    let place = taker.takeProcessor(
      code(), isIdle: false, bits: 0, tick: .max, interval: interval)
    taker.finish(place, cost: .max)
    let copy = bytes
    let record = try SampleRecord(copy.span.bytes)
    #expect(record.intervalTicks == 1 << 36 - 16)
  }
}
