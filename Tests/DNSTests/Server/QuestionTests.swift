@testable internal import DNS
internal import Testing

@Suite struct QuestionTests {
  private let bytes = Query("www.test.example", 28).bytes

  @Test func `reads in place`() throws {
    let found = Question(bytes.rawSpan)
    let question = try #require(found)
    #expect(question.type == .aaaa)
    #expect(question.recordClass == Question.internet)
    #expect(question.end == bytes.count)
  }

  @Test(arguments: 12..<34) func `refuses a cut question`(byteCount: Int) {
    #expect(Question(bytes.rawSpan.extracting(0..<byteCount)) == nil)
  }

  @Test func `refuses a compressed name`() {
    let bytes = Array(bytes.prefix(12)) + [0xc0, 12, 0, 1, 0, 1]
    #expect(Question(bytes.rawSpan) == nil)
  }
}
