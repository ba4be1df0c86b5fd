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

  /// What `swift test --event-stream-output-path` of Swift 6.3 writes of each kind: the keys, and
  /// which of them a record about a test has.
  private static let reference: [String: Set<String>] = [
    "runStarted": ["kind", "instant", "messages"],
    "testStarted": ["kind", "instant", "messages", "testID"],
    "testCaseStarted": ["kind", "instant", "messages", "testID"],
    "issueRecorded": ["kind", "instant", "messages", "testID", "issue"],
    "testCaseEnded": ["kind", "instant", "messages", "testID"],
    "testEnded": ["kind", "instant", "messages", "testID"],
    "testSkipped": ["kind", "instant", "messages", "testID"],
    "runEnded": ["kind", "instant", "messages"],
  ]

  /// What is written of one test.
  private func records(of result: CaseResult) throws -> [[String: Any]] {
    var text = ""
    let reporter = EventStreamReporter(packageRoot: "/p", start: 1, write: { text += $0 })
    for event in [RunEvent.planned(caseCount: 1), .caseEnded(result), .ended([result])] {
      reporter.receive(TimedEvent(event, at: .zero))
    }
    return try text.split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
      return try #require(object as? [String: Any])
    }
  }

  @Test func `each kind of event has the keys that Swift Testing writes`() throws {
    let leftOut = CaseResult(
      name: "x", verdict: Verdict(.leftOut, "no KVM"), duration: .zero, repeatCommand: "")
    for record in try records + records(of: leftOut) where record["kind"] as? String == "event" {
      let payload = try #require(record["payload"] as? [String: Any])
      let kind = try #require(payload["kind"] as? String)
      #expect(Set(payload.keys) == Self.reference[kind], "\(kind)")
      for message in try #require(payload["messages"] as? [[String: Any]]) {
        #expect(Set(message.keys) == ["symbol", "text"])
      }
    }
  }

  @Test func `a test that is left out is skipped, and neither starts nor ends`() throws {
    let leftOut = CaseResult(
      name: "x", verdict: Verdict(.leftOut, "no KVM"), duration: .zero, repeatCommand: "")
    let payloads = try records(of: leftOut).compactMap { $0["payload"] as? [String: Any] }
    let kinds = payloads.compactMap { $0["kind"] as? String }
    #expect(kinds == ["runStarted", "function", "testSkipped", "runEnded"])
    let messages = try #require(payloads[2]["messages"] as? [[String: String]])
    #expect(messages == [["symbol": "skip", "text": "Test x skipped: \"no KVM\""]])
    #expect(payloads[2]["testID"] as? String == payloads[1]["id"] as? String)
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
