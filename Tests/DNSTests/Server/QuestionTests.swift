@testable internal import DNS
internal import Testing

@Suite struct QuestionTests {
  private let bytes = Query("www.test.example", 28).bytes

  @Test func `reads in place`() {
    var question = Question()
    let isWhole = question.read(bytes.rawSpan)
    #expect(isWhole)
    #expect(question.type == .aaaa)
    #expect(question.recordClass == Question.internet)
    #expect(question.end == bytes.count)
  }

  @Test(arguments: 12..<34) func `refuses a cut question`(byteCount: Int) {
    var question = Question()
    let isWhole = question.read(bytes.rawSpan.extracting(0..<byteCount))
    #expect(!isWhole)
  }

  @Test func `refuses a compressed name`() {
    let bytes = Array(bytes.prefix(12)) + [0xc0, 12, 0, 1, 0, 1]
    var question = Question()
    let isWhole = question.read(bytes.rawSpan)
    #expect(!isWhole)
  }
}
