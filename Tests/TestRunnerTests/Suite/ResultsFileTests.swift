internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct ResultsFileTests {
  private static let head: ResultsFile.Head = {
    var head = ResultsFile.Head()
    (head.shardNumber, head.shardCount) = (2, 5)
    head.allNames = ["dns", "echo"]
    head.names = ["dns"]
    (head.commit, head.run) = ("0123", "17")
    return head
  }()

  private let text = SampleRun.report { ResultsReporter(Self.head, write: $0) }

  @Test func `what was written is read back`() throws {
    let file = try ResultsFile(parsing: text)
    #expect(file.head == Self.head)
    #expect(file.results == SampleRun.results)
    #expect(file.duration == SampleRun.events.last?.time)
  }

  @Test func `a run that was killed leaves what it had`() throws {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let cut = lines.prefix(2).joined(separator: "\n") + "\n" + lines[2].prefix(40)
    let file = try ResultsFile(parsing: cut)
    #expect(file.results == Array(SampleRun.results.prefix(1)))
    #expect(file.duration == nil)
  }

  @Test(arguments: ["", "{}", "x", "{\"version\":1}", "[1]\n"])
  func `refuses what is no such file`(text: String) {
    #expect(throws: ResultsFile.Malformed.self) { try ResultsFile(parsing: text) }
  }

  @Test func `refuses another version, and a damaged line`() {
    let other = text.replacing("\"version\":1", with: "\"version\":2")
    #expect(throws: ResultsFile.Malformed.self) { try ResultsFile(parsing: other) }
    let damaged = text.replacing("\"duration\"", with: "\"duratoin\"")
    let error = #expect(throws: ResultsFile.Malformed.self) {
      try ResultsFile(parsing: damaged)
    }
    #expect(error?.line == 2)
  }

  @Test(arguments: [(1, 9_000_000_000_000_000_000), (1, 10_001), (1, 0), (0, 2), (3, 2), (1, -1)])
  func `refuses a part that there cannot be`(number: Int, count: Int) throws {
    var head = Self.head
    (head.shardNumber, head.shardCount) = (number, count)
    let error = #expect(throws: ResultsFile.Malformed.self) {
      try ResultsFile(parsing: ResultsFile.line(head))
    }
    #expect(error?.description == "there can be no part \(number) of \(count)")
  }

  @Test func `nothing that stands in a file crashes it`() {
    var generator = SeededGenerator(seed: 11)
    let bytes = Array(text.utf8)
    for _ in 0..<300 {
      var torn = bytes
      for _ in 0..<(1 + generator.below(5)) {
        torn[generator.below(torn.count)] = UInt8(truncatingIfNeeded: generator.next())
      }
      torn.removeLast(generator.below(torn.count))
      _ = try? ResultsFile(parsing: String(decoding: torn, as: UTF8.self))
    }
  }
}
