internal import ArgumentParser
internal import Foundation
internal import Glibc
internal import TestRunner

/// Options about the files that a run leaves for programs and people.
struct ReportOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Write each event as a line of JSON.", valueName: "file"))
  var json: String?

  @Option(
    name: [.customLong("event-stream"), .customLong("event-stream-output-path")],
    help: ArgumentHelp("Write what happens as Swift Testing does, in JSON.", valueName: "file"))
  var eventStream: String?

  @Option(help: ArgumentHelp("Write the results as JUnit XML.", valueName: "file"))
  var junit: String?

  @Option(help: ArgumentHelp("Write the results as TAP 14.", valueName: "file"))
  var tap: String?

  @Option(help: ArgumentHelp("Write the results as one page.", valueName: "file"))
  var html: String?

  @Option(help: ArgumentHelp("Write the results for `testrunner merge`.", valueName: "file"))
  var results: String?

  @Flag(
    inversion: .prefixedNo,
    help: "Mark failures for GitHub Actions; by itself where GITHUB_ACTIONS is true.")
  var github = ProcessInfo.processInfo.environment["GITHUB_ACTIONS"] == "true"

  /// Whether some report shows what guests printed and sent.
  var wantsExhibits: Bool { html != nil || results != nil }

  /// The reporters for all files.
  ///
  /// - Parameters:
  ///   - packageRoot: Absolute path of the package.
  ///   - head: What is to be run.
  /// - Returns: One for each file.
  /// - Throws: `ExitCode` if a file cannot be written.
  func reporters(packageRoot: String, head: ResultsFile.Head?) throws -> [any Reporter] {
    var reporters: [any Reporter] = []
    if let json { reporters.append(JSONReporter(write: try OutputFile(path: json).write)) }
    if let eventStream {
      reporters.append(
        EventStreamReporter(
          packageRoot: packageRoot, start: Date().timeIntervalSince1970,
          write: try OutputFile(path: eventStream).write))
    }
    if let junit { reporters.append(JUnitReporter(write: try OutputFile(path: junit).write)) }
    if let tap { reporters.append(TAPReporter(write: try OutputFile(path: tap).write)) }
    if let html { reporters.append(HTMLReporter(write: try OutputFile(path: html).write)) }
    if let results, let head {
      reporters.append(ResultsReporter(head, write: try OutputFile(path: results).write))
    }
    if github {
      let page = ProcessInfo.processInfo.environment["GITHUB_STEP_SUMMARY"]
      let file = try page.map { try OutputFile(path: $0, appends: true) }
      reporters.append(
        GitHubReporter(annotate: Terminal.write) { file?.write($0) })
    }
    return reporters
  }
}

/// A file that takes text as it comes.
final class OutputFile {
  private let stream: UnsafeMutablePointer<FILE>

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: The file, made if it is missing, with the folders above it.
  ///   - appends: Whether what it holds stays.
  /// - Throws: `ExitCode` if it cannot be written.
  init(path: String, appends: Bool = false) throws {
    let folder = (path as NSString).deletingLastPathComponent
    if !folder.isEmpty {
      try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    guard let stream = fopen(path, appends ? "ae" : "we") else {
      Terminal.writeError("error: cannot write \(path): \(String(cString: strerror(errno)))\n")
      throw ExitCode(VerdictKind.badManifest.exitCode)
    }
    self.stream = stream
  }

  deinit { fclose(stream) }

  func write(_ text: String) {
    fputs(text, stream)
    fflush(stream)
  }
}
