internal import Foundation
internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct EventStreamReporterTests {
  private let text = SampleRun.report {
    EventStreamReporter(packageRoot: "/p", start: 1_790_000_000, write: $0)
  }

  private var records: [[String: Any]] {
    get throws {
      try text.split(separator: "\n").map { line in
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
        return try #require(object as? [String: Any])
      }
    }
  }

  @Test func `writes the stored lines`() throws {
    #expect(try text == Fixtures().expected("reports/event-stream.jsonl", for: text))
  }

  @Test func `every record has what the schema asks for`() throws {
    for record in try records {
      #expect(record["version"] as? String == "6.3.0")
      let payload = try #require(record["payload"] as? [String: Any])
      #expect(payload["kind"] is String)
      guard record["kind"] as? String == "event" else {
        #expect(payload["id"] is String && payload["sourceLocation"] is [String: Any])
        #expect(payload["isParameterized"] as? Bool == false)
        continue
      }
      let instant = try #require(payload["instant"] as? [String: Any])
      #expect(instant["absolute"] is Double && instant["since1970"] is Double)
      #expect(payload["messages"] is [[String: Any]])
    }
  }

  @Test func `every test is known before it starts, and ends once`() throws {
    var (known, running): (Set<String>, Set<String>) = ([], [])
    for record in try records {
      let payload = try #require(record["payload"] as? [String: Any])
      if record["kind"] as? String == "test", let id = payload["id"] as? String {
        known.insert(id)
      }
      guard let id = payload["testID"] as? String else { continue }
      #expect(known.contains(id))
      switch payload["kind"] as? String {
      case "testStarted": #expect(running.insert(id).inserted)
      case "testEnded": #expect(running.remove(id) != nil)
      default: #expect(running.contains(id))
      }
    }
    #expect(known.count == 3 && running.isEmpty)
  }
}
