internal import Testing

@testable internal import TestRunner

@Suite struct DigCommandTests {
  @Test func `asks every question with its own options`() {
    var second = DNSQuestion(name: "-odd.test", type: "TXT")
    second.recordClass = "CH"
    second.options = ["+tcp"]
    second.timeoutSeconds = 5
    let words = DigCommand.arguments([DNSQuestion(name: "a.test"), second], address: "10.0.0.42")
    #expect(
      words == [
        "dig", "-r", "-u", "@10.0.0.42", "+tries=1",
        "-q", "a.test", "-t", "A", "-c", "IN", "+timeout=2",
        "-q", "-odd.test", "-t", "TXT", "-c", "CH", "+timeout=5", "+tcp",
      ])
  }

  @Test func `lets a question that nobody answers wait alone`() {
    var silent = DNSQuestion(name: "silent.test")
    silent.expectation.isSilent = true
    let questions = [DNSQuestion(name: "a.test"), silent, DNSQuestion(name: "b.test"), silent]
    #expect(DigCommand.groups(questions) == [[0, 2], [1], [3]])
    #expect(DigCommand.groups([silent]) == [[0]])
  }
}
