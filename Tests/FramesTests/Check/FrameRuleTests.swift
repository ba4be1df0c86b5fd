internal import Testing

@testable internal import Frames

@Suite struct FrameRuleTests {
  @Test func `every rule says in one line what it asks for`() {
    for rule in FrameRule.allCases { #expect((10...90).contains(rule.meaning.count)) }
    #expect(Set(FrameRule.allCases.map(\.meaning)).count == FrameRule.allCases.count)
  }

  @Test func `tells remarks on findings from others`() {
    let finding = FrameFinding(frame: 3, rule: .padding, text: "x", range: 5..<6, bytes: [0xab])
    #expect(FrameFinding.isRemark(finding.remark))
    #expect(!FrameFinding.isRemark("step 1: padding"))
    #expect(!FrameFinding.isRemark(""))
  }

  @Test func `a finding shows its bytes, or that there are none`() {
    let finding = FrameFinding(frame: 3, rule: .padding, text: "x", range: 5..<6, bytes: [0xab])
    #expect(finding.description == "frame 3 from the guest breaks padding: x (byte 5: ab)")
    let none = FrameFinding(frame: 3, rule: .padding, text: "x", range: 5..<5, bytes: [])
    #expect(none.description == "frame 3 from the guest breaks padding: x")
  }
}
