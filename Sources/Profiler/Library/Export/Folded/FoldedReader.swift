/// Reads stacks as lines: functions with semicolons between, a space, and one or two numbers.
///
/// Of two numbers, the first is the weight in a profile that this one is compared with.
public struct FoldedReader {
  private var tree = CallTree()
  private var names = NameIndex()
  /// The stack of the line before: as files are mostly sorted, much of it comes again.
  private var path: [(start: Int, end: Int, node: Int32)] = []
  /// Lines that are none.
  private var refusedCount = 0
  /// The sums of the numbers so far.
  private var (total, totalBefore): (UInt64, UInt64) = (0, 0)

  private init() {}

  /// Reads lines.
  ///
  /// - Parameters:
  ///   - bytes: The lines; those that are none are passed over.
  ///   - name: What to call them in errors.
  /// - Returns: The tree of the stacks, and how many lines were passed over.
  /// - Throws: If the numbers add up to more than 64 bits hold.
  public static func read(
    _ bytes: [UInt8], name: String = "the input"
  ) throws(ProfilerError) -> (tree: CallTree, refusedCount: Int) {
    var reader = FoldedReader()
    if let line = bytes.withUnsafeBufferPointer({ reader.takeAll($0) }) {
      throw ProfilerError(
        "with line \(line) of \(name) its numbers add up to more than \(UInt64.max)")
    }
    reader.tree.finish()
    return (reader.tree, reader.refusedCount)
  }

  /// Takes all lines.
  ///
  /// - Returns: The number of the line that makes the sum too large; nil if none does.
  private mutating func takeAll(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var (start, line) = (0, 0)
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
      line += 1
      guard take(bytes, start, end) else { return line }
      start = end + 1
    }
    return nil
  }

  /// Takes a line.
  ///
  /// - Returns: Whether the sum of all numbers is known.
  private mutating func take(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ lineEnd: Int
  ) -> Bool {
    var end = lineEnd
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    guard end > start else { return true }
    guard let (weight, weightStart) = Self.number(bytes, start, end) else {
      refusedCount += 1
      return true
    }
    end = weightStart
    var before: UInt64 = 0
    if let (number, numberStart) = Self.number(bytes, start, end) {
      before = number
      end = numberStart
    }
    let (sum, sumBefore) = (
      total.addingReportingOverflow(weight), totalBefore.addingReportingOverflow(before)
    )
    guard !sum.overflow, !sumBefore.overflow else { return false }
    (total, totalBefore) = (sum.partialValue, sumBefore.partialValue)
    let node = descend(bytes, start, end)
    tree.add(weight, to: node, sampleCount: UInt32(clamping: weight), before: before)
    return true
  }

  /// The node of a stack.
  @inline(__always) private mutating func descend(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int
  ) -> Int32 {
    var (node, index, depth): (Int32, Int, Int) = (0, start, 0)
    var isCommon = true
    while index < end {
      var stop = index
      while stop < end, bytes[stop] != UInt8(ascii: ";") { stop += 1 }
      if isCommon, depth < path.count, Self.equal(bytes, path[depth], index, stop) {
        node = path[depth].node
      } else {
        if isCommon { path.removeSubrange(depth...) }
        isCommon = false
        let label = names.number(of: bytes, index, stop, in: &tree)
        node = tree.child(of: node, label: label)
        path.append((index, stop, node))
      }
      depth += 1
      index = stop + 1
    }
    if isCommon { path.removeSubrange(depth...) }
    return node
  }

  @inline(__always) private static func equal(
    _ bytes: UnsafeBufferPointer<UInt8>, _ old: (start: Int, end: Int, node: Int32), _ start: Int,
    _ end: Int
  ) -> Bool {
    guard old.end - old.start == end - start else { return false }
    for offset in 0..<end - start where bytes[old.start + offset] != bytes[start + offset] {
      return false
    }
    return true
  }

  /// The number that ends a line after a space; a fraction is left out.
  private static func number(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int
  ) -> (value: UInt64, start: Int)? {
    var first = end
    while first > start, 0x30...0x39 ~= bytes[first - 1] || bytes[first - 1] == UInt8(ascii: ".") {
      first -= 1
    }
    guard first > start + 1, first < end, bytes[first - 1] == UInt8(ascii: " ") else { return nil }
    var value: UInt64 = 0
    for index in first..<end {
      guard bytes[index] != UInt8(ascii: ".") else { break }
      let (product, overflows) = value.multipliedReportingOverflow(by: 10)
      guard !overflows else { return nil }
      let (sum, exceeds) = product.addingReportingOverflow(UInt64(bytes[index] - 0x30))
      guard !exceeds else { return nil }
      value = sum
    }
    return (value, first - 1)
  }

  /// Labels by name.
  private struct NameIndex {
    private var slots = [Int32](repeating: -1, count: 1024)
    private var hashes: [UInt64] = []
    private var places: [(start: Int, end: Int)] = []

    mutating func number(
      of bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, in tree: inout CallTree
    ) -> Int32 {
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      for index in start..<end { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01b3 }
      var slot = Int(truncatingIfNeeded: hash >> 8) & (slots.count - 1)
      while slots[slot] >= 0 {
        let known = slots[slot]
        let place = places[Int(known)]
        if hashes[Int(known)] == hash,
          FoldedReader.equal(bytes, (place.start, place.end, 0), start, end)
        {
          return known
        }
        slot = (slot + 1) & (slots.count - 1)
      }
      slots[slot] = Int32(places.count)
      hashes.append(hash)
      places.append((start, end))
      if places.count * 2 > slots.count { grow() }
      return tree.add(FoldedReader.label(bytes, start, end))
    }

    private mutating func grow() {
      slots = [Int32](repeating: -1, count: slots.count * 2)
      for (index, hash) in hashes.enumerated() {
        var slot = Int(truncatingIfNeeded: hash >> 8) & (slots.count - 1)
        while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(index)
      }
    }
  }

  /// What a name with its mark means.
  private static func label(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int
  ) -> CallTree.Label {
    var name = String(decoding: bytes[start..<end], as: UTF8.self)
    let isInlined = name.hasSuffix("_[i]")
    let isHandler = name.hasSuffix("_[k]")
    if isInlined || isHandler { name.removeLast(4) }
    return CallTree.Label(
      name: name, isInlined: isInlined,
      role: isHandler ? .interrupt : name.hasPrefix("[") ? .mark : .code)
  }
}
