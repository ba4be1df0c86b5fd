extension CallTree {
  /// How a tree is put together.
  public enum Direction: Sendable {
    /// From the entry down.
    case fromEntry
    /// From the functions that did the work up to who called them.
    case fromLeaf
  }

  /// Makes the tree of a profile.
  ///
  /// - Parameters:
  ///   - profile: The profile, filtered: all its samples are of one kind.
  ///   - direction: Where the tree begins.
  public init(_ profile: Profile, _ direction: Direction = .fromEntry) {
    self.init()
    var numbers = LabelNumbers(profile)
    struct Sum {
      var (weight, idle): (UInt64, UInt64) = (0, 0)
      var (count, idleCount): (UInt32, UInt32) = (0, 0)
    }
    var sums = [Sum](repeating: Sum(), count: profile.stacks.count)
    for sample in profile.samples {
      if sample.context == .idle {
        sums[sample.stack].idle &+= sample.weight
        sums[sample.stack].idleCount &+= 1
      } else {
        sums[sample.stack].weight &+= sample.weight
        sums[sample.stack].count &+= 1
      }
    }
    for (stack, sum) in sums.enumerated() where sum.count > 0 || sum.idleCount > 0 {
      let node = insert(profile.stacks[stack], direction, &numbers)
      if sum.count > 0 { add(sum.weight, to: node, sampleCount: sum.count) }
      if sum.idleCount > 0 {
        add(sum.idle, to: node, isIdle: true, sampleCount: sum.idleCount)
      }
    }
    finish()
  }

  /// Makes a tree in which time goes from left to right: calls are joined only with their
  /// neighbours.
  public init(timeline profile: Profile) {
    self.init()
    var numbers = LabelNumbers(profile)
    var path: [(label: Int32, node: Int32)] = []
    for sample in profile.samples.sorted(by: { $0.time < $1.time }) {
      let labels = profile.stacks[sample.stack].map { numbers.number(of: $0, in: &self) }
      let common = zip(path, labels).prefix { $0.0.label == $0.1 }.count
      path.removeSubrange(common...)
      for label in labels[common...] {
        path.append((label, append(below: path.last?.node ?? 0, label: label)))
      }
      add(sample.weight, to: path.last?.node ?? 0, isIdle: sample.context == .idle)
    }
    finish()
  }

  private mutating func insert(
    _ stack: [Int], _ direction: Direction, _ numbers: inout LabelNumbers
  ) -> Int32 {
    var node: Int32 = 0
    switch direction {
    case .fromEntry:
      for frame in stack { node = child(of: node, label: numbers.number(of: frame, in: &self)) }
    case .fromLeaf:
      for frame in stack.reversed() {
        node = child(of: node, label: numbers.number(of: frame, in: &self))
      }
    }
    return node
  }

  /// The labels of frames: those of one function differ only in whether they are inlined.
  private struct LabelNumbers {
    private let profile: Profile
    private var byFrame: [Int32]
    private var byLabel: [Key: Int32] = [:]

    private struct Key: Hashable {
      var function: Int
      var isInlined: Bool
      var role: Profile.Role
    }

    init(_ profile: Profile) {
      self.profile = profile
      byFrame = [Int32](repeating: -1, count: profile.frames.count)
    }

    mutating func number(of index: Int, in tree: inout CallTree) -> Int32 {
      if byFrame[index] >= 0 { return byFrame[index] }
      let frame = profile.frames[index]
      let key = Key(function: frame.function, isInlined: frame.isInlined, role: frame.role)
      let function = profile.functions[frame.function]
      let number =
        byLabel[key]
        ?? tree.add(
          Label(
            name: function.name, module: function.module, place: function.file,
            isInlined: frame.isInlined, role: frame.role))
      byLabel[key] = number
      byFrame[index] = number
      return number
    }
  }
}
