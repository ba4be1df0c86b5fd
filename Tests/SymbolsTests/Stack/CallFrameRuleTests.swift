internal import Testing

@testable internal import Symbols

@Suite struct CallFrameRuleTests {
  private let registers = StackRegisters(rip: 0x1000, rsp: 0x8000, rbp: 0x8040)

  private func caller(_ rule: CallFrameRule, _ words: [UInt64: UInt64]) -> StackRegisters? {
    rule.caller(of: registers) { words[$0] }
  }

  @Test func `counts from the stack pointer`() {
    let rule = CallFrameRule(base: .stackPointer, offset: 8, returnOffset: -8, frameOffset: nil)
    #expect(
      caller(rule, [0x8000: 0x2000]) == StackRegisters(rip: 0x2000, rsp: 0x8008, rbp: 0x8040))
    #expect(caller(rule, [:]) == nil)
  }

  @Test func `counts from the frame pointer`() {
    let rule = CallFrameRule(base: .framePointer, offset: 16, returnOffset: -8, frameOffset: -16)
    #expect(
      caller(rule, [0x8048: 0x2000, 0x8040: 0x9000])
        == StackRegisters(rip: 0x2000, rsp: 0x8050, rbp: 0x9000))
    #expect(caller(rule, [0x8048: 0x2000]) == nil)
  }

  @Test func `leaves a frame pointer alone that was restored`() {
    let rule = CallFrameRule(base: .stackPointer, offset: 8, returnOffset: -8, frameOffset: -16)
    #expect(caller(rule, [0x8000: 0x2000])?.rbp == 0x8040)
  }

  @Test func `keeps rules however many there are`() {
    var table = RuleTable()
    for key in UInt64(0)..<5000 {
      let rule = CallFrameRule(
        base: .stackPointer, offset: Int32(key), returnOffset: -8, frameOffset: nil)
      table.insert(key * 16, key % 3 == 0 ? nil : rule)
    }
    for key in UInt64(0)..<5000 {
      let entry = table.find(key * 16)
      #expect(entry != nil)
      #expect(entry?.rule?.offset == (key % 3 == 0 ? nil : Int32(key)))
    }
    #expect(table.find(7) == nil)
  }
}
