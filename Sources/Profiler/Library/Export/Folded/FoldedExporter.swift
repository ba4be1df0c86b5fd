/// Stacks as lines: functions from the entry on with semicolons between, a space, and the weight.
///
/// Source: FlameGraph, stackcollapse.pl.
public enum FoldedExporter {
  /// What the numbers at the ends of lines are.
  public enum Measure: Sendable {
    /// How many samples.
    case samples
    /// Their weight: nanoseconds or bytes.
    case weight
  }

  /// Writes a profile.
  ///
  /// - Parameters:
  ///   - profile: The profile.
  ///   - measure: What the numbers are.
  ///   - annotates: Whether inlined functions end in `_[i]` and those of handlers in `_[k]`.
  /// - Returns: The lines, in the order of their functions' names.
  public static func export(
    _ profile: Profile, measure: Measure = .samples, annotates: Bool = true
  ) -> [UInt8] {
    var tree = CallTree()
    var numbers: [String: Int32] = [:]
    // Functions of one name are one here, so that each stack has one line.
    let labels = profile.frames.map { frame in
      var name = cleaned(profile.functions[frame.function].name)
      if annotates, frame.role == .interrupt {
        name += "_[k]"
      } else if annotates, frame.isInlined {
        name += "_[i]"
      }
      if let known = numbers[name] { return known }
      let number = tree.add(CallTree.Label(name: name))
      numbers[name] = number
      return number
    }
    for (stack, weight) in stackWeights(profile, measure) {
      var node: Int32 = 0
      for frame in profile.stacks[stack] { node = tree.child(of: node, label: labels[frame]) }
      tree.add(weight, to: node)
    }
    return lines(of: tree)
  }

  /// A line for each node in which stacks end.
  private static func lines(of tree: CallTree) -> [UInt8] {
    let names = tree.labels.map { Array($0.name.utf8) }
    let children = tree.childrenByName()
    var writer = ByteWriter(capacity: 1 << 20)
    var path: [UInt8] = []
    var pending: [(node: Int32, pathCount: Int)] = children[0].reversed().map { ($0, 0) }
    while let (index, pathCount) = pending.popLast() {
      path.removeSubrange(pathCount...)
      let node = tree.nodes[Int(index)]
      if pathCount > 0 { path.append(UInt8(ascii: ";")) }
      path += names[Int(node.label)]
      if node.own > 0 {
        writer.add(path)
        writer.add(UInt8(ascii: " "))
        writer.add(decimal: node.own)
        writer.add(UInt8(ascii: "\n"))
      }
      for child in children[Int(index)].reversed() { pending.append((child, path.count)) }
    }
    return writer.bytes
  }

  /// A name without what has a meaning in such lines.
  static func cleaned(_ name: String) -> String {
    guard
      name.utf8.contains(where: { $0 == UInt8(ascii: ";") || $0 < 0x20 })
        || (name.utf8.last.map { 0x30...0x39 ~= $0 } ?? true)
    else { return name }
    var bytes = name.utf8.map { byte in
      byte == UInt8(ascii: ";") ? UInt8(ascii: ":") : byte < 0x20 ? UInt8(ascii: " ") : byte
    }
    // A number after a space at the end would be taken for a weight.
    let digits = bytes.reversed().prefix { 0x30...0x39 ~= $0 }.count
    if digits > 0, digits < bytes.count, bytes[bytes.count - digits - 1] == UInt8(ascii: " ") {
      bytes[bytes.count - digits - 1] = UInt8(ascii: "_")
    }
    return bytes.isEmpty ? "[unknown]" : String(decoding: bytes, as: UTF8.self)
  }

  /// Sums up the samples of each stack.
  private static func stackWeights(
    _ profile: Profile, _ measure: Measure
  ) -> [(stack: Int, weight: UInt64)] {
    var sums = [UInt64](repeating: 0, count: profile.stacks.count)
    for sample in profile.samples { sums[sample.stack] &+= measure == .samples ? 1 : sample.weight }
    return sums.enumerated().filter { $0.element > 0 && !profile.stacks[$0.offset].isEmpty }
      .map { ($0.offset, $0.element) }
  }
}
