internal import Foundation

/// How much of the sources was executed, folder by folder: what `llvm-cov export` sums up.
struct CoverageSummary: Equatable {
  /// Lines that could be executed, and those that were.
  struct Share: Equatable {
    var count = 0
    var coveredCount = 0

    var percent: Double { count == 0 ? 0 : Double(coveredCount) / Double(count) * 100 }

    mutating func add(_ other: Share) {
      count += other.count
      coveredCount += other.coveredCount
    }
  }

  /// The folders of the kernel's modules and the services', sorted by name.
  private(set) var folders: [(name: String, share: Share)] = []
  private(set) var total = Share()

  static func == (left: Self, right: Self) -> Bool {
    left.total == right.total && left.folders.elementsEqual(right.folders) { $0 == $1 }
  }

  /// Reads the tool's JSON; nil if it is something else.
  ///
  /// - Parameters:
  ///   - bytes: What it wrote.
  ///   - packageRoot: Absolute path of the package.
  init?(_ bytes: [UInt8], packageRoot: String) {
    guard let report = try? JSONDecoder().decode(Report.self, from: Data(bytes)) else { return nil }
    var shares: [String: Share] = [:]
    for file in report.data.flatMap(\.files) {
      let share = Share(count: file.summary.lines.count, coveredCount: file.summary.lines.covered)
      shares[Self.folder(file.filename, packageRoot), default: Share()].add(share)
      total.add(share)
    }
    folders = shares.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The folder under which a file is summed up: that of its module or service.
  static func folder(_ path: String, _ packageRoot: String) -> String {
    let prefix = packageRoot + "/"
    guard path.hasPrefix(prefix) else {
      return path.split(separator: "/").dropLast().last.map(String.init) ?? path
    }
    let parts = path.dropFirst(prefix.count).split(separator: "/").dropLast()
    let depth = parts.first == "Sources" ? (parts.dropFirst().first == "Telemetry" ? 2 : 3) : 2
    return parts.prefix(depth).joined(separator: "/")
  }

  /// A table for people.
  var lines: [String] {
    (folders + [("in all", total)]).map { name, share in
      let percent = DurationText.fixed(share.percent, digits: 1)
      let gap = String(repeating: " ", count: max(0, 6 - percent.count))
      return "\(gap)\(percent) %  \(name)  (\(share.coveredCount) of \(share.count) lines)"
    }
  }

  private struct Report: Decodable {
    let data: [Unit]
  }

  private struct Unit: Decodable {
    let files: [File]
  }

  private struct File: Decodable {
    let filename: String
    let summary: Sums
  }

  private struct Sums: Decodable {
    let lines: Lines
  }

  private struct Lines: Decodable {
    let count: Int
    let covered: Int
  }
}
