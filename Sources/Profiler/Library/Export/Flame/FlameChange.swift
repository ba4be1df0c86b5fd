/// Which boxes of a flame graph differ from those of another profile by more than chance.
public struct FlameChange: Equatable, Sendable {
  /// Weight of the other profile.
  private let totalBefore: UInt64
  private let total: UInt64
  /// As many samples of equal weight would tell as much, in either profile.
  private let beforeCount: Double
  private let count: Double
  /// How many standard deviations are significant: more boxes give chance more chances.
  private var limit: Double

  /// What the colours mean.
  public static let legend =
    "red: a larger share than before; blue: a smaller one; pale: chance may explain it"

  /// Compares two profiles.
  ///
  /// - Parameters:
  ///   - tree: The tree of both.
  ///   - before: The other profile.
  ///   - after: The one that gives the tree its widths.
  public init(_ tree: CallTree, from before: Profile, to after: Profile) {
    self.init(
      tree, beforeCount: Comparison.effectiveCount(before),
      count: Comparison.effectiveCount(after))
  }

  /// Compares collapsed stacks, whose numbers are those of samples.
  ///
  /// - Parameters:
  ///   - tree: The tree of both.
  ///   - isExact: Whether nothing is left to chance, as everything was counted.
  public init(counted tree: CallTree, isExact: Bool = false) {
    self.init(tree, beforeCount: Double(tree.nodes[0].before), count: Double(tree.total))
    if isExact { limit = 0 }
  }

  private init(_ tree: CallTree, beforeCount: Double, count: Double) {
    totalBefore = tree.nodes[0].before
    total = tree.total
    self.beforeCount = beforeCount
    self.count = count
    limit = Comparison.limit(comparisons: tree.nodes.count - 1)
  }

  /// By how much a node's share has grown, from -1 to 1, and whether chance does not explain that.
  func change(of node: CallTree.Node) -> (share: Double, isSignificant: Bool) {
    let before = totalBefore == 0 ? 0 : Double(node.before) / Double(totalBefore)
    let after = total == 0 ? 0 : Double(node.total) / Double(total)
    let deviation = Comparison.deviation(before, beforeCount, after, count)
    return (after - before, deviation.magnitude > limit)
  }
}
