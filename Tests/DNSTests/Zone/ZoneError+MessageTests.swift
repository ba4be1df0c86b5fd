internal import DNS
internal import Testing

@Suite struct ZoneErrorMessageTests {
  @Test func `gives each reason words of its own`() {
    let messages = ZoneError.Reason.allCases.map(\.message.description)
    #expect(Set(messages).count == messages.count)
    #expect(messages.allSatisfy { $0.last != "." })
  }
}
