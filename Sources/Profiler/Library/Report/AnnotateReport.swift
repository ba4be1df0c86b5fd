/// Sources with what their lines weigh.
public struct AnnotateReport {
  private let counts: SourceCounts
  private let unit: String
  private let read: (String) -> [String]?

  /// Prepares a report.
  ///
  /// - Parameters:
  ///   - profile: The profile, filtered.
  ///   - pattern: Only lines of functions with this in their name; nil for all.
  ///   - read: Gives the lines of a source; nil if it cannot be read.
  public init(
    _ profile: Profile, functions pattern: NamePattern?, read: @escaping (String) -> [String]?
  ) {
    counts = SourceCounts(profile, functions: pattern)
    unit = (profile.samples.first?.kind ?? .time).unit
    self.read = read
  }

  /// The lines that weigh something, with those around them.
  ///
  /// - Parameters:
  ///   - fileCount: How many files are shown; those with the most weight.
  ///   - context: How many lines around each that weighs something.
  /// - Returns: Lines without their ends.
  public func lines(fileCount: Int, context: Int) -> [String] {
    var result: [String] = []
    for file in counts.filesByWeight.prefix(fileCount) {
      guard let rows = counts.files[file] else { continue }
      let own = rows.values.reduce(UInt64(0)) { $0 &+ $1.own }
      result.append("\(file)  \(Weight.text(own, unit)), \(percent(own)) of all in its lines")
      result.append("      self    total")
      result += annotate(file, rows, context)
      result.append("")
    }
    return result.isEmpty ? ["no sample is in a line of such a function"] : result
  }

  private func annotate(_ file: String, _ rows: [Int: SourceCounts.Count], _ context: Int)
    -> [String]
  {
    let source = read(file)
    var wanted: Set<Int> = []
    for line in rows.keys {
      wanted.formUnion(source == nil ? line...line : max(1, line - context)...line + context)
    }
    var result: [String] = []
    var last = 0
    for line in wanted.sorted() {
      let text = source.flatMap { line <= $0.count ? $0[line - 1] : nil }
      if source != nil, text == nil { continue }
      if last > 0, line > last + 1 { result.append("        …") }
      last = line
      let row = rows[line] ?? SourceCounts.Count()
      let own = row.own == 0 ? "" : percent(row.own)
      let total = row.total == 0 ? "" : percent(row.total)
      result.append(
        TextReport.pad(own, 10) + TextReport.pad(total, 9) + TextReport.pad("\(line)", 6) + "  "
          + (text ?? "(the source cannot be read)"))
    }
    return result
  }

  private func percent(_ weight: UInt64) -> String { Weight.percent(weight, of: counts.weight) }
}
