/// Reports as lines of text.
public struct TextReport {
  private let profile: Profile
  private let unit: String

  /// Prepares reports of a profile.
  ///
  /// - Parameter profile: The profile, filtered: all its samples are of one kind.
  public init(_ profile: Profile) {
    self.profile = profile
    unit = (profile.samples.first?.kind ?? .time).unit
  }

  /// The functions with the most weight of their own.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - byTotal: Whether the weight with all that they called decides.
  /// - Returns: Lines without their ends.
  public func top(_ count: Int, byTotal: Bool = false) -> [String] {
    let totals = FunctionTotals(profile)
    var rows = totals.rows
    if byTotal { rows.sort { ($0.total, $0.own, $1.name) > ($1.total, $1.own, $0.name) } }
    var lines = ["    self      self %   total %   samples  function"]
    for row in rows.prefix(max(0, count)) {
      let mark = row.isInlined ? " (inlined)" : ""
      let module = row.module.isEmpty ? "" : "  [\(row.module)]"
      lines.append(
        Self.pad(Weight.text(row.own, unit), 10)
          + Self.pad(Weight.percent(row.own, of: totals.weight), 10)
          + Self.pad(Weight.percent(row.total, of: totals.weight), 10)
          + Self.pad("\(row.ownCount)", 10) + "  \(row.name)\(mark)\(module)")
    }
    let rest = rows.count - max(0, count)
    if rest > 0 { lines.append("    … and \(rest) more functions") }
    return lines
  }

  /// The tree of calls, the heaviest first.
  ///
  /// - Parameters:
  ///   - least: Share of the whole, from 0 to 1, below which nodes are left out.
  ///   - direction: Whether it begins at the entry or at the leaf.
  /// - Returns: Lines without their ends.
  public func tree(least: Double, _ direction: CallTree.Direction = .fromEntry) -> [String] {
    let tree = CallTree(profile, direction)
    return [Self.head(direction)] + lines(of: tree, least, direction)
  }

  /// Who calls the functions that a pattern names, and how much of their weight is for whom.
  public func callers(of pattern: NamePattern, least: Double) -> [String] {
    around(pattern, least, isUp: true)
  }

  /// What the functions that a pattern names call, and how much of their weight that is.
  public func callees(of pattern: NamePattern, least: Double) -> [String] {
    around(pattern, least, isUp: false)
  }

  /// The tree of what is above or below the functions of a pattern.
  private func around(_ pattern: NamePattern, _ least: Double, isUp: Bool) -> [String] {
    var part = profile
    let isNamed = profile.frames.map { pattern.matches(profile.functions[$0.function]) }
    part.stacks = profile.stacks.map { stack in
      if isUp {
        guard let last = stack.lastIndex(where: { isNamed[$0] }) else { return [] }
        return Array(stack[...last])
      }
      guard let first = stack.firstIndex(where: { isNamed[$0] }) else { return [] }
      return Array(stack[first...])
    }
    part.samples = profile.samples.filter { !part.stacks[$0.stack].isEmpty }
    guard !part.samples.isEmpty else { return ["no sample has such a function on its stack"] }
    let weight = part.samples.reduce(UInt64(0)) { $0 &+ $1.weight }
    let all = profile.samples.reduce(UInt64(0)) { $0 &+ $1.weight }
    let head = "\(Weight.percent(weight, of: all)) of all, of which"
    let direction: CallTree.Direction = isUp ? .fromLeaf : .fromEntry
    return [head, Self.head(direction)] + lines(of: CallTree(part, direction), least, direction)
  }

  private static func head(_ direction: CallTree.Direction) -> String {
    direction == .fromEntry ? "   total %    self %  function" : "   total %  function"
  }

  private func lines(
    of tree: CallTree, _ least: Double, _ direction: CallTree.Direction
  ) -> [String] {
    let children = tree.childrenByWeight()
    let limit = UInt64(saturating: Double(tree.total) * least)
    var lines: [String] = []
    var pending = children[0].reversed().map { $0 }
    while let index = pending.popLast() {
      let node = tree.nodes[Int(index)]
      guard node.total >= max(limit, 1) else { continue }
      let label = tree.labels[Int(node.label)]
      let indent = String(repeating: " ", count: Int(min(node.depth, 100)) - 1)
      let marks = (label.isInlined ? " (inlined)" : "") + (node.idle == node.total ? " (idle)" : "")
      // What a function weighs by itself has no meaning where callers are below it.
      let own = node.own == 0 ? "" : Weight.percent(node.own, of: tree.total)
      lines.append(
        Self.pad(Weight.percent(node.total, of: tree.total), 10)
          + (direction == .fromEntry ? Self.pad(own, 10) : "")
          + "  \(indent)\(label.name)\(marks)")
      pending += children[Int(index)].reversed()
    }
    return lines
  }

  static func pad(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
