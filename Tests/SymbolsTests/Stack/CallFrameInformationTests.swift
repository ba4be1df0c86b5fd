internal import Symbols
internal import TestSupport
internal import Testing

/// Through `Symboliser.walk`, which is how it is used.
@Suite struct CallFrameInformationTests {
  let symboliser: Symboliser
  /// A function that begins with `push %rbp` (1 byte) and `mov %rsp, %rbp` (3 bytes).
  let function: UInt64
  /// A return address in its caller, and one in the caller of that.
  let caller: UInt64
  let outermost: UInt64

  init() throws {
    symboliser = try Symboliser(path: Fixture.path)
    let symbols = symboliser.symbols
    function = try Fixture.address(of: "$e7Fixture7ServiceC5startyySiF", in: symbols).rawValue
    caller = try Fixture.address(of: "main", plus: 0x30, in: symbols).rawValue
    outermost = try Fixture.address(of: "_start", plus: 7, in: symbols).rawValue
  }

  /// Walks from an instruction of the function with a given stack from 0x8000 on.
  private func walk(offset: UInt64, rsp: UInt64, rbp: UInt64, _ words: [UInt64]) -> [UInt64] {
    let registers = StackRegisters(rip: function + offset, rsp: rsp, rbp: rbp)
    let bytes = words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
    }
    return symboliser.walk(from: registers) { address, count in
      guard address >= 0x8000, address - 0x8000 + UInt64(count) <= bytes.count else { return nil }
      return Array(bytes[Int(address - 0x8000)...].prefix(count))
    }.addresses.map(\.address.rawValue)
  }

  @Test func `finds the caller before the frame is made`() {
    // At the first instruction the return address is on top, the frame pointer is the caller's.
    let stack = [caller, 0, 0, outermost]
    #expect(walk(offset: 0, rsp: 0x8000, rbp: 0x8010, stack) == [function, caller, outermost])
  }

  @Test func `finds the caller while the frame is made`() {
    let stack = [0x8010, caller, 0, outermost]
    #expect(walk(offset: 1, rsp: 0x8000, rbp: 0x8010, stack) == [function + 1, caller, outermost])
  }

  @Test func `finds the caller once the frame is made`() {
    let stack = [0x8010, caller, 0, outermost]
    #expect(walk(offset: 4, rsp: 0x8000, rbp: 0x8000, stack) == [function + 4, caller, outermost])
  }

  @Test func `leaves code without information to the frame pointers`() throws {
    let opaque = try Fixture.address(of: "opaque", plus: 3, in: symboliser.symbols).rawValue
    let stack = [0, caller]
    #expect(walk(offset: opaque &- function, rsp: 0x8000, rbp: 0x8000, stack) == [opaque, caller])
  }

  @Test func `believes no stack that cannot be read`() {
    #expect(walk(offset: 0, rsp: 0, rbp: 0, []) == [function])
    #expect(walk(offset: 0, rsp: .max, rbp: .max, []) == [function])
  }

  /// A moment of the program, and where gdb says that it was.
  struct Step {
    let registers: StackRegisters
    let stack: [UInt8]
    let calls: [UInt64]

    init(_ line: String) throws {
      let fields = line.split(separator: " ")
      let numbers = try fields[..<3].map { try #require(UInt64($0, radix: 16)) }
      registers = StackRegisters(rip: numbers[0], rsp: numbers[1], rbp: numbers[2])
      let digits = try fields[3].map { try #require($0.hexDigitValue) }
      stack = stride(from: 0, to: digits.count, by: 2).map {
        UInt8(digits[$0] << 4 | digits[$0 + 1])
      }
      calls = try fields[4].split(separator: ",").map { try #require(UInt64($0, radix: 16)) }
    }
  }

  @Test func `agrees with gdb at every step of a program`() throws {
    var count = 0
    for step in try Fixtures().lines("image/steps.txt").map(Step.init) {
      // Without any information gdb reads the instructions and guesses; we do not.
      let symbol = symboliser.symbols.symbol(containing: LinkAddress(step.registers.rip))
      guard let symbol, symbol.byteCount > 0 else { continue }
      let walk = symboliser.walk(from: step.registers) { address, count in
        let start = address &- step.registers.rsp
        guard start < step.stack.count, count <= step.stack.count - Int(start) else { return nil }
        return Array(step.stack[Int(start)...].prefix(count))
      }
      #expect(walk.addresses.map(\.address.rawValue) == step.calls)
      #expect(walk.end == nil)
      count += 1
    }
    #expect(count > 40)
  }
}
