/// What each function of a profile weighs: by itself, and with all that it called.
public struct FunctionTotals: Sendable {
  /// A function's weights.
  public struct Row: Equatable, Sendable {
    public var name: String
    public var module: String
    public var file: String
    /// Weight of samples that were in the function itself.
    public var own: UInt64
    /// Weight of samples that had the function on the stack; counted once where it called itself.
    public var total: UInt64
    /// How many samples were in the function itself.
    public var ownCount: Int
    /// How many had it on the stack.
    public var totalCount: Int
    /// Whether all of its frames are inlined ones.
    public var isInlined: Bool
  }

  /// The functions, that with the most weight of its own first.
  public let rows: [Row]
  /// The weight of all samples.
  public let weight: UInt64
  /// How many samples there are.
  public let sampleCount: Int

  /// Sums up a profile.
  public init(_ profile: Profile) {
    var sums = [(weight: UInt64, count: Int)](repeating: (0, 0), count: profile.stacks.count)
    for sample in profile.samples {
      sums[sample.stack].weight &+= sample.weight
      sums[sample.stack].count += 1
    }
    // Functions of one name from several places are one: inlining makes many of them.
    var numbers: [String: Int] = [:]
    let rowOf = profile.functions.map { function in
      let next = numbers.count
      return numbers.setDefault(next, for: function.module + "\n" + function.name)
    }
    var rows = [Row?](repeating: nil, count: numbers.count)
    for (index, function) in profile.functions.enumerated() where rows[rowOf[index]] == nil {
      rows[rowOf[index]] = Row(
        name: function.name, module: function.module, file: function.file, own: 0, total: 0,
        ownCount: 0, totalCount: 0, isInlined: true)
    }
    for frame in profile.frames where !frame.isInlined {
      rows[rowOf[frame.function]]?.isInlined = false
    }
    var lastStack = [Int](repeating: -1, count: rows.count)
    for (stack, sum) in sums.enumerated() where sum.count > 0 {
      for frame in profile.stacks[stack] {
        let row = rowOf[profile.frames[frame].function]
        guard lastStack[row] != stack else { continue }
        lastStack[row] = stack
        rows[row]?.total &+= sum.weight
        rows[row]?.totalCount += sum.count
      }
      guard let leaf = profile.stacks[stack].last else { continue }
      let row = rowOf[profile.frames[leaf].function]
      rows[row]?.own &+= sum.weight
      rows[row]?.ownCount += sum.count
    }
    self.rows = rows.compactMap { $0 }.filter { $0.totalCount > 0 }
      .sorted { ($0.own, $0.total, $1.name) > ($1.own, $1.total, $0.name) }
    weight = sums.reduce(0) { $0 &+ $1.weight }
    sampleCount = profile.samples.count
  }
}

extension Dictionary {
  /// The value of a key, which is set if there is none.
  fileprivate mutating func setDefault(_ value: Value, for key: Key) -> Value {
    if let known = self[key] { return known }
    self[key] = value
    return value
  }
}
