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

  /// Where all of them are.
  var paths: [String] {
    let summary = ProcessInfo.processInfo.environment["GITHUB_STEP_SUMMARY"]
    let bundle = results.map { CoverageBundle(beside: $0).paths } ?? []
    return [json, eventStream, junit, tap, html, results, summary].compactMap(\.self) + bundle
  }

  /// Opens all files.
  ///
  /// - Parameters:
  ///   - packageRoot: Absolute path of the package.
  ///   - head: What is to be run.
  /// - Returns: The files with their reporters.
  /// - Throws: `ExitCode` if a file cannot be written.
  func open(packageRoot: String, head: ResultsFile.Head?) throws -> ReportFiles {
    var files = ReportFiles()
    try openStreams(packageRoot: packageRoot, appends: false, into: &files)
    try openDocuments(head: head, into: &files)
    return files
  }

  /// Opens those that tell what happens, as it happens.
  ///
  /// - Parameters:
  ///   - packageRoot: Absolute path of the package.
  ///   - appends: Whether what happened before stays.
  ///   - files: Takes them.
  /// - Throws: `ExitCode` if a file cannot be written.
  func openStreams(packageRoot: String, appends: Bool, into files: inout ReportFiles) throws {
    if let json { files.add(JSONReporter(write: try files.open(json, appends: appends))) }
    if let eventStream {
      files.add(
        EventStreamReporter(
          packageRoot: packageRoot, start: Date().timeIntervalSince1970,
          write: try files.open(eventStream, appends: appends)))
    }
    if github {
      let page = ProcessInfo.processInfo.environment["GITHUB_STEP_SUMMARY"]
      let write = try page.map { try files.open($0, appends: true) }
      files.add(GitHubReporter(annotate: Terminal.write) { write?($0) })
    }
  }

  /// Opens those that tell what the tests have come to.
  ///
  /// - Parameters:
  ///   - head: What is to be run.
  ///   - files: Takes them.
  /// - Throws: `ExitCode` if a file cannot be written.
  func openDocuments(head: ResultsFile.Head?, into files: inout ReportFiles) throws {
    if let junit { files.add(JUnitReporter(write: try files.open(junit))) }
    if let tap { files.add(TAPReporter(write: try files.open(tap))) }
    if let html { files.add(HTMLReporter(write: try files.open(html))) }
    if let results, let head {
      files.add(ResultsReporter(head, write: try files.open(results)))
    }
  }
}

/// The files that reports go to.
struct ReportFiles {
  private(set) var reporters: [any Reporter] = []
  private var files: [OutputFile] = []

  /// An exit code, or another one if some report is not whole: nobody may take it for one.
  func code(after code: Int32) -> Int32 {
    files.contains(where: \.hasFailed) ? max(code, VerdictKind.internalError.exitCode) : code
  }

  fileprivate mutating func add(_ reporter: any Reporter) {
    reporters.append(reporter)
  }

  fileprivate mutating func open(_ path: String, appends: Bool = false) throws -> (String) -> Void {
    let file = try OutputFile(path: path, appends: appends)
    files.append(file)
    return file.write
  }
}

/// A file that takes text as it comes.
final class OutputFile {
  private let path: String
  private let stream: UnsafeMutablePointer<FILE>
  /// Whether some text found no room, which a person has been told.
  private(set) var hasFailed = false

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
    self.path = path
  }

  deinit { fclose(stream) }

  func write(_ text: String) {
    guard !hasFailed, fputs(text, stream) < 0 || fflush(stream) != 0 else { return }
    hasFailed = true
    Terminal.writeError("error: cannot write \(path): \(String(cString: strerror(errno)))\n")
  }
}
