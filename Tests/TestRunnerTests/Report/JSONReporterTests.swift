internal import Foundation
internal import TestRunner
internal import TestSupport
internal import Testing

@Suite struct JSONReporterTests {
  private let text = SampleRun.report { JSONReporter(write: $0) }

  @Test func `writes the stored lines`() throws {
    #expect(try text == Fixtures().expected("reports/events.jsonl", for: text))
  }

  @Test func `every line is an object with a time and a name`() throws {
    let lines = text.split(separator: "\n")
    #expect(lines.count == SampleRun.events.count)
    for line in lines {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(object?["time"] is Double)
      #expect(object?["event"] is String)
    }
  }
}
