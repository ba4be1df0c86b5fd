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
  /// - Returns: The lines, in the order of their bytes.
  public static func export(
    _ profile: Profile, measure: Measure = .samples, annotates: Bool = true
  ) -> [UInt8] {
    let names = profile.frames.map { frame in
      let name = Array(cleaned(profile.functions[frame.function].name).utf8)
      guard annotates else { return name }
      if frame.role == .interrupt { return name + Array("_[k]".utf8) }
      return frame.isInlined ? name + Array("_[i]".utf8) : name
    }
    var sums: [[UInt8]: UInt64] = [:]
    for (stack, weight) in stackWeights(profile, measure) {
      let path = profile.stacks[stack].map { names[$0] }
      sums[Array(path.joined(separator: [UInt8(ascii: ";")])), default: 0] &+= weight
    }
    var writer = ByteWriter(capacity: 1 << 16)
    for (line, weight) in sums.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      writer.add(line)
      writer.add(UInt8(ascii: " "))
      writer.add(decimal: weight)
      writer.add(UInt8(ascii: "\n"))
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
