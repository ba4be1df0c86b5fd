internal import TestSupport
internal import Testing

@testable internal import Symbols

@Suite struct LibraryUnwinderTests {
  private let symboliser: Symboliser

  init() throws {
    symboliser = try Symboliser(path: Fixture.path)
  }

  private func words(_ bytes: [UInt8]) -> [UInt64] {
    stride(from: 0, to: bytes.count - 7, by: 8).map { offset in
      bytes[offset..<offset + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
  }

  @Test(arguments: ["libdw", "libunwind"])
  func `agrees with gdb at every step of a program`(name: String) throws {
    let unwinder = try #require(LibraryUnwinder.all(symboliser).first { $0.name == name }).unwind
    var count = 0
    for step in try Fixtures().lines("image/steps.txt").map(CallFrameInformationTests.Step.init) {
      let known = symboliser.knownPrefix(of: step.calls, registers: step.registers)
      guard known > 1 else { continue }
      var registers = [UInt64](repeating: 0, count: 17)
      (registers[6], registers[7]) = (step.registers.rbp, step.registers.rsp)
      registers[16] = step.registers.rip
      let calls = unwinder.unwind(registers, words(step.stack), step.calls.count)
      #expect(calls.prefix(known) == step.calls.prefix(known))
      count += 1
    }
    #expect(count > 40)
  }

  @Test(arguments: ["libdw", "libunwind"])
  func `survives stacks of noise`(name: String) throws {
    let unwinder = try #require(LibraryUnwinder.all(symboliser).first { $0.name == name }).unwind
    var generator = SeededGenerator(seed: 4)
    let symbols = symboliser.symbols.symbols.filter(\.isFunction)
    for _ in 0..<500 {
      let words = (0..<generator.below(40)).map { _ -> UInt64 in
        switch generator.below(3) {
        case 0: 0x8000 + UInt64(generator.below(40)) * 8
        case 1: symbols[generator.below(symbols.count)].address.rawValue + 3
        default: generator.next()
        }
      }
      var registers = (0..<17).map { _ in generator.next() }
      (registers[6], registers[7]) = (0x8000 + UInt64(generator.below(40)) * 8, 0x8000)
      registers[16] = symbols[generator.below(symbols.count)].address.rawValue
      #expect(unwinder.unwind(registers, words, 64).count <= 64)
    }
  }
}
