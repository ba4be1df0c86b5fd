internal import Foundation
internal import Glibc
internal import Machine

/// Makes reports of what the tests of a run have executed, all together, by LLVM's tools.
struct CoverageReport {
  /// Absolute path of the package.
  let packageRoot: String

  /// Where all about coverage is kept.
  var folder: String { Self.folder(packageRoot: packageRoot) }

  static func folder(packageRoot: String) -> String { "\(packageRoot)/.swiftlet/coverage" }

  /// A tool that failed, in a sentence.
  struct Failure: Error, Equatable {
    let description: String
  }

  /// One test and what it left.
  typealias Covered = (test: String, run: CoveredRun)

  /// Makes all reports, and notes what each test executed.
  ///
  /// - Parameters:
  ///   - runs: What the tests left.
  ///   - note: Takes lines for people.
  func make(of runs: [Covered], note: (String) -> Void) {
    guard !runs.isEmpty else { return note("coverage: no guest has left any counters") }
    do throws(Failure) {
      let all = "\(folder)/all.profdata"
      try run("llvm-profdata", ["merge", "-sparse", "-o", all] + runs.map(\.run.profile))
      let images = objects(runs)
      for line in try summary(all, images) { note(line) }
      try writeReports(all, images)
      note("coverage: .swiftlet/coverage/html/index.html, lcov.info, report.txt")
      try noteTests(runs)
    } catch {
      note("coverage: \(error.description)")
    }
  }

  private func summary(_ profile: String, _ images: [String]) throws(Failure) -> [String] {
    let words = ["export", "-summary-only", "-instr-profile", profile] + images
    let output = try run("llvm-cov", words, keeping: "summary.json")
    guard let summary = CoverageSummary(output, packageRoot: packageRoot) else {
      throw Failure(description: "llvm-cov's summary makes no sense")
    }
    return summary.lines
  }

  private func writeReports(_ profile: String, _ images: [String]) throws(Failure) {
    let common = ["-instr-profile", profile] + images
    try run("llvm-cov", ["report"] + common, keeping: "report.txt")
    try run("llvm-cov", ["export", "-format=lcov"] + common, keeping: "lcov.info")
    // Pages of sources that this run had nothing to do with would stay.
    try? FileManager.default.removeItem(atPath: "\(folder)/html")
    let html = ["show", "-format=html", "-output-dir=\(folder)/html"]
    try run("llvm-cov", html + ["-project-title=Swiftlet"] + common)
  }

  /// Notes which functions each test executed, for `--changed`.
  private func noteTests(_ runs: [Covered]) throws(Failure) {
    var exports: [(test: String, export: CoverageExport)] = []
    for (test, covered) in runs {
      let profile = covered.profile.replacing(".profraw", with: ".profdata")
      try run("llvm-profdata", ["merge", "-sparse", "-o", profile, covered.profile])
      let words = ["export", "-skip-expansions", "-instr-profile", profile, covered.image]
      let output = try run("llvm-cov", words, keeping: "functions.json")
      unlink(profile)
      guard let export = CoverageExport(output, packageRoot: packageRoot) else {
        throw Failure(description: "llvm-cov's word on \(test) makes no sense")
      }
      exports.append((test, export))
    }
    unlink("\(folder)/functions.json")
    var hashes: [String: String] = [:]
    FileLock.withLock("\(folder)/tests.lock") {
      var map = CoverageMap.read(packageRoot: packageRoot)
      for (test, export) in exports {
        map.note(export, of: test) { path in
          let place = path.hasPrefix("/") ? path : "\(packageRoot)/\(path)"
          if hashes[path] == nil { hashes[path] = Folder.readText(place).map(CoverageMap.hash) }
          return hashes[path]
        }
      }
      Folder.write(map.text, to: CoverageMap.path(packageRoot: packageRoot))
    }
  }

  /// Every image once, as words of `llvm-cov`.
  private func objects(_ runs: [Covered]) -> [String] {
    let images = Set(runs.map(\.run.image)).sorted()
    return images.prefix(1) + images.dropFirst().flatMap { ["-object", $0] }
  }

  /// Runs one of LLVM's tools, that which came with the compiler: formats differ by version.
  ///
  /// - Parameters:
  ///   - tool: Its name.
  ///   - words: Its arguments.
  ///   - name: The file in the folder that takes its output; nil for none.
  /// - Returns: That output.
  /// - Throws: If the tool is missing or fails.
  @discardableResult
  private func run(
    _ tool: String, _ words: [String], keeping name: String? = nil
  ) throws(Failure) -> [UInt8] {
    guard let swift = (try? ProgramSearch.find("swift")).flatMap(Folder.absolute),
      let slash = swift.lastIndex(of: "/"), Folder.exists("\(swift[..<slash])/\(tool)")
    else { throw Failure(description: "the Swift toolchain has no \(tool)") }
    let output = name.map { "\(folder)/\($0)" } ?? "/dev/null"
    Folder.create(folder)
    // Warnings must not get between the lines of a report.
    let script = "exec \"$@\" >\"$REPORT\" 2>\"$REPORT_WARNINGS\""
    var command = HostCommand(["sh", "-c", script, "sh", "\(swift[..<slash])/\(tool)"] + words)
    let warnings = "\(folder)/warnings.txt"
    command.environment = ["REPORT": output, "REPORT_WARNINGS": warnings]
    let ending = try? command.run(limit: .seconds(600)) { _ in }
    guard case .ended(let status) = ending, status.isSuccess else {
      let line = Folder.readText(warnings)?.split(separator: "\n").first.map { ": \($0)" } ?? ""
      throw Failure(description: "\(tool) \(words[0]) failed\(line)")
    }
    return name == nil ? [] : Folder.read(output) ?? []
  }
}
