internal import Foundation
internal import Glibc

/// What the tests of one machine have executed, as a folder that can be carried to another.
///
/// It lies beside the file of results: `part-1.jsonl` has `part-1.coverage`. It holds the counters
/// of all tests together, what the images say of their functions, and which test executed what.
public struct CoverageBundle: Equatable, Sendable {
  /// The folder.
  public let path: String

  /// The bundle of a file of results.
  ///
  /// - Parameter results: What `run --results` has written, or is to write.
  public init(beside results: String) {
    self.init(
      path: (results.hasSuffix(".jsonl") ? String(results.dropLast(6)) : results) + ".coverage")
  }

  private init(path: String) { self.path = path }

  /// Whether there is one.
  public var exists: Bool { Folder.isFolder(path) }

  /// Where it is made, so that nobody takes half of one for a whole.
  private var unfinishedPath: String { "\(path).new" }

  /// All that a run writes of it.
  public var paths: [String] { [path, unfinishedPath] }

  var countersPath: String { "\(path)/counters.profdata" }
  private var mapPath: String { "\(path)/tests.map" }
  private var imageFolder: String { "\(path)/images" }

  /// Which test executed what.
  var map: CoverageMap { CoverageMap(parsing: Folder.readText(mapPath) ?? "") }

  /// The sections of an image that say what its counters mean.
  private static let sections = ["__llvm_covmap", "__llvm_covfun", "__llvm_prf_names"]

  /// Removes what an earlier run has left, which would pass for this one's.
  func remove() {
    for path in paths { try? FileManager.default.removeItem(atPath: path) }
  }

  /// Replaces the bundle; there is none while it is made, nor if that fails.
  ///
  /// - Parameters:
  ///   - counters: Path of the counters of all tests.
  ///   - images: Paths of the images.
  ///   - map: Which test executed what.
  ///   - tools: What cuts the images down.
  /// - Throws: If a file cannot be written.
  func write(
    counters: String, images: [String], _ map: CoverageMap, by tools: CoverageTools
  ) throws(CoverageTools.Failure) {
    remove()
    let unfinished = CoverageBundle(path: unfinishedPath)
    do throws(CoverageTools.Failure) {
      try unfinished.fill(counters: counters, images: images, map, by: tools)
    } catch {
      remove()
      throw error
    }
    guard rename(unfinished.path, path) == 0 else {
      throw CoverageTools.Failure(description: "cannot write \(path)")
    }
  }

  private func fill(
    counters: String, images: [String], _ map: CoverageMap, by tools: CoverageTools
  ) throws(CoverageTools.Failure) {
    Folder.create(imageFolder)
    guard Folder.copy(counters, to: countersPath), Folder.write(map.text, to: mapPath) else {
      throw CoverageTools.Failure(description: "cannot write \(path)")
    }
    for image in images {
      // Megabytes of code and debug information that nobody asks for stay behind.
      let kept = Self.sections.map { "--only-section=\($0)" }
      let parts = image.split(separator: "/").suffix(2).joined(separator: "-")
      try tools.run("llvm-objcopy", kept + [image, "\(imageFolder)/\(parts)"])
    }
  }

  /// The images in the bundle.
  ///
  /// - Returns: Their names, by which those of several bundles are the same, and paths.
  /// - Throws: If the bundle is not whole.
  func images() throws(CoverageTools.Failure) -> [(name: String, path: String)] {
    let names = Folder.names(in: imageFolder)
    guard !names.isEmpty, Folder.exists(countersPath), Folder.exists(mapPath) else {
      throw CoverageTools.Failure(description: "\(path) is not whole")
    }
    return names.map { ($0, "\(imageFolder)/\($0)") }
  }

  /// Makes the reports of several machines' tests, in `.swiftlet/coverage` of this package.
  ///
  /// - Parameters:
  ///   - parts: Files of results, each with what it holds.
  ///   - packageRoot: Absolute path of the package.
  ///   - isStopped: Whether the user has enough of it.
  ///   - note: Takes lines for people.
  /// - Returns: What is wrong, as fragments without a capital; empty if nothing is, or if no part
  ///   was run with `--coverage`.
  public static func merge(
    _ parts: [(name: String, file: ResultsFile)], packageRoot: String,
    isStopped: @escaping () -> Bool = { false }, note: (String) -> Void
  ) -> [String] {
    // Where no guest was started nobody has noted anything: all was left out, or is wrong.
    let covered = parts.filter {
      $0.file.head.notesCoverage == true && $0.file.results.contains { $0.runFolder != nil }
    }
    guard !covered.isEmpty else { return [] }
    let bundles = covered.map { CoverageBundle(beside: $0.name) }
    var problems = bundles.filter { !$0.exists }.map { "\($0.path) is missing" }
    for part in parts where part.file.head.notesCoverage != true && !part.file.head.names.isEmpty {
      problems.append("\(part.name) was run without --coverage")
    }
    do throws(CoverageTools.Failure) {
      let whole = bundles.filter(\.exists)
      guard !whole.isEmpty else { return problems }
      let report = CoverageReport(packageRoot: packageRoot, isStopped: isStopped)
      try report.make(of: whole, note: note)
    } catch {
      // A tool that the user's signal has ended, too, has not failed.
      problems.append(isStopped() ? CoverageReport.stopped : error.description)
    }
    return problems
  }
}
