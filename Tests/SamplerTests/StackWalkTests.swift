internal import Sampler
internal import Telemetry
internal import Testing

@Suite struct StackWalkTests {
  private func walk(
    from framePointer: UInt32, _ memory: FakeStack, limit: Int = 16, stackPointer: UInt = 0x10000
  ) -> (addresses: [UInt32], end: StackEnd) {
    var addresses = [UInt32](repeating: 0xdead, count: limit + 1)
    let result = addresses.withUnsafeMutableBytes { bytes in
      bytes.baseAddress.map {
        StackWalk.walk(
          from: UInt(framePointer), stackPointer: stackPointer, in: memory, limit: limit, into: $0)
      } ?? StackWalk.Result(count: 0, end: .unknownStack)
    }
    #expect(addresses[limit] == 0xdead, "nothing is written beyond the limit")
    return (Array(addresses[..<result.count]), result.end)
  }

  private func chain(_ count: Int) -> FakeStack {
    let memory = FakeStack()
    for index in 0..<count {
      let address = UInt32(0x10000 + 32 * index)
      memory.put(
        at: address, framePointer: index == count - 1 ? 0 : address + 32,
        returnAddress: UInt32(0x100 + index))
    }
    return memory
  }

  @Test func `follows the chain to its end`() {
    let (addresses, end) = walk(from: 0x10000, chain(5))
    #expect(addresses == [0x100, 0x101, 0x102, 0x103, 0x104] && end == .complete)
  }

  @Test func `ends where there is no more room`() {
    let (addresses, end) = walk(from: 0x10000, chain(9), limit: 8)
    #expect(addresses == Array(0x100..<0x108) && end == .tooDeep)
    #expect(walk(from: 0x10000, chain(9), limit: 16).end == .complete)
    #expect(walk(from: 0x10000, chain(8), limit: 8).end == .complete)
    #expect(walk(from: 0x10000, chain(16), limit: 16).addresses == Array(0x100..<0x110))
  }

  @Test(arguments: [0, 8, 0xfff8, 0x10ff8, 0x11000, 0xffff_ffff] as [UInt32])
  func `reads nothing where there is no stack`(framePointer: UInt32) {
    let (addresses, end) = walk(from: framePointer, chain(5), stackPointer: 0x9000)
    #expect(addresses.isEmpty && end == .unknownStack)
  }

  @Test(arguments: [8, 0xfff8, 0x10ff8, 0x11000, 0xffff_ffff] as [UInt32])
  func `searches the innermost record where the register holds something else`(
    framePointer: UInt32
  ) {
    let memory = chain(5)
    let (addresses, end) = walk(from: framePointer, memory)
    #expect(addresses == [0x100, 0x101, 0x102, 0x103, 0x104] && end == .complete)
  }

  @Test(arguments: [0x10020, 0x10000, 0x10010, 4, 0x10ff1, 0x11000, 0xffff_fff0] as [UInt32])
  func `ends where a frame pointer leads back or away and nothing is above`(next: UInt32) {
    let memory = FakeStack()
    memory.put(at: 0x10000, framePointer: 0x10020, returnAddress: 1)
    memory.put(at: 0x10020, framePointer: next, returnAddress: 2)
    let (addresses, end) = walk(from: 0x10000, memory)
    #expect(addresses == [1, 2] && end == .badFramePointer)
  }

  @Test func `passes from a handler into code without frame pointers`() {
    // The interrupted instruction follows no call, and its register holds something else.
    let memory = FakeStack()
    memory.put(at: 0x10000, framePointer: 0x10020, returnAddress: 0x7000)
    memory.put(at: 0x10020, framePointer: 0xdead, returnAddress: 0x8123)
    memory.put(at: 0x10080, framePointer: 0x100a0, returnAddress: 3)
    memory.put(at: 0x100a0, framePointer: 0, returnAddress: 4)
    let (addresses, end) = walk(from: 0x10000, memory)
    #expect(addresses == [0x7000, 0x8123, 3, 4] && end == .complete)
    // Behind other functions the same is no record.
    memory.put(at: 0x10000, framePointer: 0x10020, returnAddress: 0x6fff)
    #expect(walk(from: 0x10000, memory).addresses == [0x6fff, 3, 4])
  }

  @Test func `does not take for a record what leads to the end and returns to no code`() {
    let memory = chain(5)
    memory.put(at: 0x10100, framePointer: 0, returnAddress: 0x14ee3f)
    let (addresses, end) = walk(from: 0x10100, memory)
    #expect(addresses == [0x100, 0x101, 0x102, 0x103, 0x104] && end == .complete)
  }

  @Test(arguments: [0x10020, 0x10010, 4, 0x11000] as [UInt32])
  func `goes on behind code without frame pointers`(next: UInt32) {
    let memory = FakeStack()
    memory.put(at: 0x10000, framePointer: 0x10020, returnAddress: 1)
    memory.put(at: 0x10020, framePointer: next, returnAddress: 2)
    // What looks like a record and leads nowhere is none.
    memory.put(at: 0x10060, framePointer: 0x10070, returnAddress: 7)
    memory.put(at: 0x10080, framePointer: 0x100c0, returnAddress: 3)
    memory.put(at: 0x100c0, framePointer: 0, returnAddress: 4)
    let (addresses, end) = walk(from: 0x10000, memory)
    #expect(addresses == [1, 2, 3, 4] && end == .complete)
  }

  @Test func `reads the last record of a stack`() {
    let memory = FakeStack()
    memory.put(at: 0x10ff0, framePointer: 0, returnAddress: 7)
    let (addresses, end) = walk(from: 0x10ff0, memory)
    #expect(addresses == [7] && end == .complete)
  }

  @Test func `goes from a stack of faults to the one that was interrupted`() {
    let memory = FakeStack(stacks: [(0x10000, 0x1000), (0x5000, 0x100)])
    memory.put(at: 0x5010, framePointer: 0x10000, returnAddress: 1)
    memory.put(at: 0x10000, framePointer: 0, returnAddress: 2)
    let (addresses, end) = walk(from: 0x5010, memory, stackPointer: 0x5000)
    #expect(addresses == [1, 2] && end == .complete)
  }

  @Test func `whatever the stack holds, it ends and stays on it`() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<500 {
      let memory = FakeStack()
      for address in stride(from: 0x10000 as UInt32, to: 0x11000, by: 8) {
        memory.put(
          at: address, framePointer: UInt32.random(in: 0xff00...0x11100, using: &generator),
          returnAddress: 1)
      }
      _ = walk(from: UInt32.random(in: 0xff00...0x11100, using: &generator), memory)
    }
  }
}
