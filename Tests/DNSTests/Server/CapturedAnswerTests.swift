@testable internal import DNS
internal import Testing

/// The answers of real servers; ours differ in the case of names and the order of records at most.
@Suite struct CapturedAnswerTests {
  @Test(arguments: ["plain", "corners", "rules"])
  func `answers as real servers do`(file: String) throws {
    let captured = CapturedAnswer.load(file)
    #expect(captured.count > 50)
    for answer in captured {
      let ours = AuthoritativeServer.test.reply(answer.query, answer.isDatagram ? .udp : .tcp)
      guard let theirs = answer.response else {
        #expect(ours == nil, "\(answer.name)")
        continue
      }
      let response = try #require(ours, "\(answer.name)")
      let parsed = try ParsedMessage(response).normal
      let expected = try ParsedMessage(theirs).normal
      #expect(parsed == expected, "\(answer.name), asked of \(answer.server)")
    }
  }
}
