internal import Foundation

/// What one run executed, function by function: what `llvm-cov export` says.
///
/// Source: LLVM 21, tools/llvm-cov/CoverageExporterJson.cpp.
struct CoverageExport: Equatable {
  /// The first and the last line of a function.
  typealias Lines = ClosedRange<Int>

  /// One source.
  struct File: Equatable {
    /// Every function that the image knows of, whether it was executed or not.
    var functions: Set<Lines> = []
    /// Those that were executed.
    var executed: Set<Lines> = []
  }

  /// The sources by their paths, relative to the package where they lie in it.
  var files: [String: File] = [:]

  /// Reads the tool's JSON; nil if it is something else.
  ///
  /// - Parameters:
  ///   - bytes: What it wrote.
  ///   - packageRoot: Absolute path of the package.
  init?(_ bytes: [UInt8], packageRoot: String) {
    guard let report = try? JSONDecoder().decode(Report.self, from: Data(bytes)) else { return nil }
    let prefix = packageRoot + "/"
    for function in report.data.flatMap({ $0.functions ?? [] }) {
      // The first region is the whole of the function: first line and column, last ones, a count.
      guard let path = function.filenames.first, let region = function.regions.first,
        region.count >= 4, region[0] > 0, region[0] <= region[2]
      else { continue }
      let name = path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
      let lines = region[0]...region[2]
      files[name, default: File()].functions.insert(lines)
      if function.count > 0 { files[name]?.executed.insert(lines) }
    }
  }

  init() {}

  private struct Report: Decodable {
    let data: [Unit]
  }

  private struct Unit: Decodable {
    let functions: [Function]?
  }

  private struct Function: Decodable {
    let count: UInt64
    let filenames: [String]
    let regions: [[Int]]
  }
}
