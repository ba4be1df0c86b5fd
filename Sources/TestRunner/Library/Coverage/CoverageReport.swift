internal import Foundation
internal import Glibc
internal import Machine

/// Makes reports of what the tests of a run have executed, all together, by LLVM's tools.
struct CoverageReport {
  /// Absolute path of the package.
  let packageRoot: String
  /// Whether the user has enough of it; what is not made by then is not made.
  var isStopped: () -> Bool = { false }

  /// Where all about coverage is kept.
  var folder: String { Self.folder(packageRoot: packageRoot) }

  static func folder(packageRoot: String) -> String { "\(packageRoot)/.swiftlet/coverage" }

  typealias Failure = CoverageTools.Failure

  /// One test and what it left.
  typealias Covered = (test: String, run: CoveredRun)

  private var tools: CoverageTools { CoverageTools(folder: folder, isStopped: isStopped) }
  /// The counters of all tests.
  private var counters: String { "\(folder)/all.profdata" }

  /// What tests have left, but those that were run again.
  static func runs(of results: [CaseResult], without later: [CaseResult] = []) -> [Covered] {
    let names = Set(later.map(\.plainName))
    return results.filter { !names.contains($0.plainName) }
      .compactMap { result in result.coverage.map { (result.plainName, $0) } }
  }

  /// Makes all reports, and notes what each test executed.
  ///
  /// - Parameters:
  ///   - runs: What the tests left.
  ///   - earlier: What others left that were run before, of whom the reports tell, too.
  ///   - bundle: Takes all of it, for another machine; nil if none asks for it.
  ///   - note: Takes lines for people.
  /// - Returns: What could not be made, each with the reason; empty if all was.
  func make(
    of runs: [Covered], after earlier: [Covered] = [], into bundle: CoverageBundle? = nil,
    note: (String) -> Void
  ) -> [String] {
    // Who stops this in the middle leaves none, not one that tells of something else.
    bundle?.remove()
    guard !runs.isEmpty else { return [Self.nothing] }
    let all = earlier + runs
    let images = Set(all.map(\.run.image)).sorted()
    // Of a test that ran several times there is one file.
    let profiles = Set(all.map(\.run.profile)).sorted()
    // What others executed is known already, and is asked for again only for those elsewhere.
    let told = bundle == nil ? runs : all
    var hashes: [String: String] = [:]
    func hash(_ path: String) -> String? {
      let place = path.hasPrefix("/") ? path : "\(packageRoot)/\(path)"
      if hashes[path] == nil { hashes[path] = Folder.readText(place).map(CoverageMap.hash) }
      return hashes[path]
    }
    // What one part fails at, after minutes of a large suite, takes no other with it.
    var problems: [String] = []
    func attempt(_ part: () throws(Failure) -> Void) {
      guard !isStopped() else { return }
      do throws(Failure) { try part() } catch {
        // A tool that the user's signal has ended, too, has not failed.
        if !isStopped() { problems.append("coverage: \(error.description)") }
      }
    }
    attempt { () throws(Failure) in
      // Counters that a guest left torn cost no other its own.
      try add(profiles, failureMode: "all")
      attempt { () throws(Failure) in try report(images, note) }
      let latest = Dictionary(told.map { ($0.test, $0.run) }, uniquingKeysWith: { $1 })
      var found = CoverageMap()
      for (test, run) in latest.sorted(by: { $0.key < $1.key }) {
        attempt { () throws(Failure) in try found.note(executed(run, test), of: test, hash: hash) }
      }
      adopt(found)
      guard let bundle, !isStopped() else { return }
      try bundle.write(counters: counters, images: images, found, by: tools)
      note("coverage: \(bundle.path), for testrunner merge")
    }
    return isStopped() ? problems + [Self.stopped] : problems
  }

  /// What is said where the user did not wait for all.
  static let stopped = "coverage: stopped by the user, before all was made"

  /// What is said where there is nothing to make reports of.
  static let nothing = "coverage: no guest has left any counters"

  /// Makes all reports of what several machines have found, and takes over what each test executed.
  ///
  /// - Parameters:
  ///   - bundles: What they wrote.
  ///   - note: Takes lines for people.
  /// - Throws: If a tool fails, a bundle is not whole, or the user has stopped it.
  func make(of bundles: [CoverageBundle], note: (String) -> Void) throws(Failure) {
    var images: [String: String] = [:]
    for bundle in bundles {
      for image in try bundle.images() { images[image.name] = images[image.name] ?? image.path }
    }
    try add(bundles.map(\.countersPath))
    try report(images.sorted { $0.key < $1.key }.map(\.value), note)
    for bundle in bundles { adopt(bundle.map) }
  }

  /// Adds counters up, in LLVM's raw format or in that of sums.
  ///
  /// - Parameters:
  ///   - files: Where they are.
  ///   - failureMode: Whether `any` or only `all` of them may be unsound for this to fail.
  /// - Throws: If the tool fails.
  private func add(_ files: [String], failureMode: String = "any") throws(Failure) {
    try tools.run(
      "llvm-profdata",
      ["merge", "-sparse", "-failure-mode=\(failureMode)", "-o", counters] + files)
  }

  /// Writes the reports, and tells their sum.
  private func report(_ images: [String], _ note: (String) -> Void) throws(Failure) {
    let common = options(counters) + Self.objects(images)
    let output = try tools.run(
      "llvm-cov", ["export", "-summary-only"] + common, keeping: "summary.json")
    guard let summary = CoverageSummary(output, packageRoot: packageRoot) else {
      throw Failure(description: "llvm-cov's summary makes no sense")
    }
    for line in summary.lines { note(line) }
    try tools.run("llvm-cov", ["report"] + common, keeping: "report.txt")
    try tools.run("llvm-cov", ["export", "-format=lcov"] + common, keeping: "lcov.info")
    // Pages of sources that this run had nothing to do with would stay.
    try? FileManager.default.removeItem(atPath: "\(folder)/html")
    let html = ["show", "-format=html", "-output-dir=\(folder)/html"]
    try tools.run("llvm-cov", html + ["-project-title=Swiftlet"] + common)
    note("coverage: .swiftlet/coverage/html/index.html, lcov.info, report.txt")
  }

  /// Which functions a test executed.
  private func executed(_ run: CoveredRun, _ test: String) throws(Failure) -> CoverageExport {
    let profile = run.profile.replacing(".profraw", with: ".profdata")
    defer {
      unlink(profile)
      unlink("\(folder)/functions.json")
    }
    try tools.run("llvm-profdata", ["merge", "-sparse", "-o", profile, run.profile])
    let words = ["export", "-skip-expansions"] + options(profile) + [run.image]
    let output = try tools.run("llvm-cov", words, keeping: "functions.json")
    guard let export = CoverageExport(output, packageRoot: packageRoot) else {
      throw Failure(description: "llvm-cov's word on \(test) makes no sense")
    }
    return export
  }

  /// Keeps what is known of tests, for `--changed`.
  private func adopt(_ found: CoverageMap) {
    FileLock.withLock("\(folder)/tests.lock") {
      var map = CoverageMap.read(packageRoot: packageRoot)
      map.adopt(found)
      Folder.write(map.text, to: CoverageMap.path(packageRoot: packageRoot))
    }
  }

  /// What `llvm-cov` must know of counters; images name sources from the package's folder on.
  private func options(_ counters: String) -> [String] {
    ["-instr-profile", counters, "-compilation-dir=\(packageRoot)"]
  }

  /// Images as words of `llvm-cov`.
  private static func objects(_ images: [String]) -> [String] {
    images.prefix(1) + images.dropFirst().flatMap { ["-object", $0] }
  }
}
