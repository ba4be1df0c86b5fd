internal import Foundation

/// The results of one run or of one part of it, as a file from which reports can be made again.
///
/// The first line says what was to be run, each other line is the result of a test. Whoever dies
/// in the middle therefore leaves a file that says what is missing.
public struct ResultsFile: Codable, Equatable, Sendable {
  /// The first line.
  public struct Head: Codable, Equatable, Sendable {
    /// Raised when the format changes.
    public var version = 1
    /// Which part of how many this is; 1 of 1 if it is all.
    public var shardNumber = 1
    public var shardCount = 1
    /// The names of all tests of all parts.
    public var allNames: [String] = []
    /// The names of this part's tests.
    public var names: [String] = []
    /// How often each was to be run; 0 for as often as it takes until one fails.
    public var repetitionCount = 1
    /// The commit of the sources; nil if nobody knows it.
    public var commit: String?
    /// Of which run of all parts this is one; nil if nobody knows it.
    public var run: String?
    /// Whether the guests noted what they execute; nil in files of earlier runners.
    public var notesCoverage: Bool?

    public init() {}
  }

  public var head: Head
  public var results: [CaseResult] = []
  /// How long the run took; nil if it did not come to its end.
  public var duration: Duration?

  public init(_ head: Head) {
    self.head = head
  }

  /// Why a text is no such file.
  public struct Malformed: Error, Equatable, CustomStringConvertible {
    public let line: Int
    public let description: String
  }

  /// The last line of a complete file.
  private struct End: Codable {
    var duration: Duration
  }

  /// Reads a file's text.
  ///
  /// - Throws: `Malformed` with the first line that makes no sense.
  public init(parsing text: String) throws(Malformed) {
    let lines = text.split(separator: "\n").map { Data($0.utf8) }
    guard let first = lines.first, let head = try? JSONDecoder().decode(Head.self, from: first)
    else { throw Malformed(line: 1, description: "this is no file of results") }
    guard head.version == 1 else {
      throw Malformed(line: 1, description: "version \(head.version) is not known here")
    }
    guard (1...Shard.maximumCount).contains(head.shardCount),
      (1...head.shardCount).contains(head.shardNumber)
    else {
      let part = "part \(head.shardNumber) of \(head.shardCount)"
      throw Malformed(line: 1, description: "there can be no \(part)")
    }
    self.init(head)
    for (index, line) in lines.enumerated().dropFirst() {
      if let end = try? JSONDecoder().decode(End.self, from: line), index == lines.count - 1,
        !text.isEmpty, (try? JSONDecoder().decode(CaseResult.self, from: line)) == nil
      {
        duration = end.duration
        continue
      }
      do {
        results.append(try JSONDecoder().decode(CaseResult.self, from: line))
      } catch {
        // A runner that was killed may leave half a line at the end.
        if index == lines.count - 1 && !text.hasSuffix("\n") { continue }
        throw Malformed(line: index + 1, description: "this is no result of a test")
      }
    }
  }

  static func line(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else { return "" }
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  /// The line that says that the run has come to its end.
  static func end(_ duration: Duration) -> String { line(End(duration: duration)) }
}

/// Writes the results as they come, for `testrunner merge`.
public final class ResultsReporter: Reporter {
  private let head: ResultsFile.Head
  private let write: (String) -> Void

  /// Makes a reporter.
  ///
  /// - Parameters:
  ///   - head: What is to be run.
  ///   - write: Takes lines with their ends.
  public init(_ head: ResultsFile.Head, write: @escaping (String) -> Void) {
    self.head = head
    self.write = write
  }

  public func receive(_ timed: TimedEvent) {
    switch timed.event {
    case .planned: write(ResultsFile.line(head))
    case .caseEnded(let result): write(ResultsFile.line(result))
    case .ended: write(ResultsFile.end(timed.time))
    default: break
    }
  }
}
