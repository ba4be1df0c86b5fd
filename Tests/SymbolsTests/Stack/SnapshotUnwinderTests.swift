internal import Symbols
internal import TestSupport
internal import Testing

@Suite struct SnapshotUnwinderTests {
  private let symboliser: Symboliser
  private let unwinder: SnapshotUnwinder

  init() throws {
    symboliser = try Symboliser(path: Fixture.path)
    unwinder = SnapshotUnwinder(symboliser)
  }

  private func unwind(
    _ registers: StackRegisters, _ words: [UInt64]
  ) -> (addresses: [UInt64], end: StackWalker.End?) {
    var addresses: [UInt64] = []
    let end = words.withUnsafeBufferPointer {
      unwinder.unwind(registers, stack: $0, at: registers.rsp, into: &addresses)
    }
    return (addresses, end)
  }

  @Test func `agrees with gdb and with the walker at every step of a program`() throws {
    for step in try Fixtures().lines("image/steps.txt").map(CallFrameInformationTests.Step.init) {
      let words = stride(from: 0, to: step.stack.count - 7, by: 8).map { offset in
        step.stack[offset..<offset + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      }
      let (addresses, end) = unwind(step.registers, words)
      // Without any information gdb reads the instructions and guesses; we do not.
      let symbol = symboliser.symbols.symbol(containing: LinkAddress(step.registers.rip))
      if let symbol, symbol.byteCount > 0 { #expect(addresses == step.calls) }
      let walk = symboliser.walk(from: step.registers) { address, count in
        guard address >= step.registers.rsp,
          address - step.registers.rsp + UInt64(count) <= step.stack.count
        else { return nil }
        return Array(step.stack[Int(address - step.registers.rsp)...].prefix(count))
      }
      #expect(addresses == walk.addresses.map(\.address.rawValue))
      #expect(end == walk.end)
    }
  }

  @Test func `goes by the call, not by what comes after it`() throws {
    let symbols = symboliser.symbols
    let function = try Fixture.address(of: "$e7Fixture7ServiceC5startyySiF", in: symbols).rawValue
    let caller = try Fixture.address(of: "main", plus: 0x30, in: symbols).rawValue
    // The rules of the function's first instruction and of its second one differ.
    let words = [0x8040, function + 1, caller, 0, 0, 0, 0, 0, 0, 0]
    let registers = StackRegisters(rip: function + 4, rsp: 0x8000, rbp: 0x8000)
    #expect(unwind(registers, words).addresses == [function + 4, function + 1, caller])
  }

  @Test(arguments: UInt64(0)..<4) func `survives stacks of noise`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let symbols = symboliser.symbols.symbols.filter(\.isFunction)
    for _ in 0..<2000 {
      let words = (0..<generator.below(64)).map { _ -> UInt64 in
        switch generator.below(3) {
        case 0: 0x8000 + UInt64(generator.below(64)) * 8
        case 1: symbols[generator.below(symbols.count)].address.rawValue + 3
        default: generator.next()
        }
      }
      let symbol = symbols[generator.below(symbols.count)]
      let registers = StackRegisters(
        rip: symbol.address.rawValue + UInt64(generator.below(16)), rsp: 0x8000,
        rbp: 0x8000 + UInt64(generator.below(64)) * 8)
      #expect(unwind(registers, words).addresses.count <= StackWalker.limit)
    }
  }
}
