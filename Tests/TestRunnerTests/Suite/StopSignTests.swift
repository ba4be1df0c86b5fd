internal import Testing

@testable internal import TestRunner

@Suite struct StopSignTests {
  @Test func `stays set`() {
    let sign = StopSign()
    #expect(!sign.isSet)
    sign.set()
    sign.set()
    #expect(sign.isSet)
  }
}
