/// What each line of the sources weighs.
public struct SourceCounts: Sendable {
  /// A line's weights.
  public struct Count: Equatable, Sendable {
    /// Weight of samples that were in the line itself.
    public var own: UInt64 = 0
    /// Weight of samples that were in it, or in what it called.
    public var total: UInt64 = 0
  }

  /// Weights by file and line.
  public private(set) var files: [String: [Int: Count]] = [:]
  /// The weight of all samples.
  public private(set) var weight: UInt64 = 0

  /// Sums up a profile.
  ///
  /// - Parameters:
  ///   - profile: The profile, filtered.
  ///   - pattern: Only lines of functions with this in their name; nil for all.
  public init(_ profile: Profile, functions pattern: NamePattern? = nil) {
    let isWanted = profile.functions.map { !$0.file.isEmpty && pattern?.matches($0) != false }
    for sum in profile.sums() {
      weight &+= sum.weight
      var seen: Set<Place> = []
      let stack = profile.stacks[sum.stack]
      for (depth, index) in stack.enumerated() {
        let frame = profile.frames[index]
        guard isWanted[frame.function], frame.line > 0 else { continue }
        let place = Place(file: profile.functions[frame.function].file, line: frame.line)
        let isLeaf = depth == stack.count - 1
        let isNew = seen.insert(place).inserted
        files[place.file, default: [:]][place.line, default: Count()].add(
          own: isLeaf ? sum.weight : 0, total: isNew ? sum.weight : 0)
      }
    }
  }

  private struct Place: Hashable {
    var file: String
    var line: Int
  }

  /// The files, that with the most weight of its own first.
  public var filesByWeight: [String] {
    files.mapValues { $0.values.reduce(UInt64(0)) { $0 &+ $1.own } }
      .sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map(\.key)
  }
}

extension SourceCounts.Count {
  fileprivate mutating func add(own: UInt64, total: UInt64) {
    self.own &+= own
    self.total &+= total
  }
}
