internal import Glibc

/// What changed between two profiles, and whether chance explains it.
public struct Comparison: Sendable {
  /// A function's shares in both profiles.
  public struct Row: Equatable, Sendable {
    public var name: String
    public var module: String
    /// Share of the whole, from 0 to 1, in the first profile.
    public var before: Double
    /// Share in the second one.
    public var after: Double
    /// By how many standard deviations of chance the shares differ.
    public var deviation: Double
    /// Whether chance does not explain the difference.
    public var isSignificant: Bool

    /// By how much the share grew.
    public var change: Double { after - before }
  }

  /// The functions that differ most first; those that differ significantly before all others.
  public let rows: [Row]
  /// How many standard deviations are significant here: more functions give chance more chances.
  public let limit: Double

  /// Compares shares.
  ///
  /// Samples are counted by the binomial law: with n samples a share p varies by √(p(1−p)/n).
  /// Samples whose weights differ tell less than as many alike, so n is (Σw)²/Σw². The limit keeps
  /// the chance of any false alarm among all functions below 5 % (Bonferroni).
  ///
  /// - Parameters:
  ///   - before: The first profile, filtered.
  ///   - after: The second one.
  ///   - total: Whether what functions called counts, too.
  public init(_ before: Profile, _ after: Profile, total: Bool = false) {
    let (old, new) = (FunctionTotals(before), FunctionTotals(after))
    let (oldCount, newCount) = (Self.effectiveCount(before), Self.effectiveCount(after))
    var names: [Name: (Double, Double)] = [:]
    for row in old.rows {
      let weight = Double(total ? row.total : row.own)
      names[Name(row), default: (0, 0)].0 += weight / max(1, Double(old.weight))
    }
    for row in new.rows {
      let weight = Double(total ? row.total : row.own)
      names[Name(row), default: (0, 0)].1 += weight / max(1, Double(new.weight))
    }
    let present = names.filter { $0.value.0 > 0 || $0.value.1 > 0 }
    let limit = Self.limit(comparisons: present.count)
    self.limit = limit
    let rows = present.map { name, shares in
      let deviation = Self.deviation(shares.0, oldCount, shares.1, newCount)
      return Row(
        name: name.name, module: name.module, before: shares.0, after: shares.1,
        deviation: deviation, isSignificant: deviation.magnitude > limit)
    }
    self.rows = rows.sorted { left, right in
      if left.isSignificant != right.isSignificant { return left.isSignificant }
      let (first, second) = (left.change.magnitude, right.change.magnitude)
      return first == second ? left.name < right.name : first > second
    }
  }

  private struct Name: Hashable {
    var name: String
    var module: String

    init(_ row: FunctionTotals.Row) {
      name = row.name
      module = row.module
    }
  }

  /// How many samples of equal weight would tell as much.
  static func effectiveCount(_ profile: Profile) -> Double {
    var (sum, squares) = (0.0, 0.0)
    for sample in profile.samples {
      sum += Double(sample.weight)
      squares += Double(sample.weight) * Double(sample.weight)
    }
    return squares > 0 ? sum * sum / squares : 0
  }

  /// The difference of two shares, in standard deviations that chance gives it.
  static func deviation(
    _ before: Double, _ beforeCount: Double, _ after: Double, _ afterCount: Double
  ) -> Double {
    guard beforeCount > 0, afterCount > 0 else { return 0 }
    let common = (before * beforeCount + after * afterCount) / (beforeCount + afterCount)
    let variance = common * (1 - common) * (1 / beforeCount + 1 / afterCount)
    return variance > 0 ? (after - before) / variance.squareRoot() : 0
  }

  /// How many standard deviations chance exceeds in one of twenty comparisons of so many shares.
  ///
  /// - Parameter comparisons: How many shares are compared.
  /// - Returns: At least 1.96.
  static func limit(comparisons: Int) -> Double {
    let chance = 0.05 / Double(max(1, comparisons))
    var (low, high) = (0.0, 40.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if erfc(middle / 2.0.squareRoot()) > chance { low = middle } else { high = middle }
    }
    return high
  }
}

extension Comparison {
  /// The comparison as text.
  ///
  /// - Parameter count: How many functions are shown at most.
  /// - Returns: Lines without their ends.
  public func lines(_ count: Int) -> [String] {
    var lines = ["    before     after    change       z  function"]
    for row in rows.prefix(count) {
      let mark = row.isSignificant ? (row.change > 0 ? " ▲" : " ▼") : "  "
      let module = row.module.isEmpty ? "" : "  [\(row.module)]"
      lines.append(
        Self.points(row.before, false) + Self.points(row.after, false)
          + Self.points(row.change, true) + TextReport.pad(Self.number(row.deviation, 1), 8) + mark
          + row.name + module)
    }
    if rows.count > count { lines.append("    … and \(rows.count - count) more functions") }
    let found = rows.count(where: \.isSignificant)
    lines.append("")
    lines.append(
      "\(found) of \(rows.count) functions differ by more than chance explains (|z| > "
        + "\(Self.number(limit, 2)))")
    return lines
  }

  private static func points(_ share: Double, _ isSigned: Bool) -> String {
    let sign = isSigned && share > 0 ? "+" : ""
    return TextReport.pad(sign + number(share * 100, 2) + "%", 10)
  }

  private static func number(_ value: Double, _ digits: Int) -> String {
    var writer = ByteWriter()
    writer.add(value, digits: digits)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
