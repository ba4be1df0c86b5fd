/// Names that stand in a message behind the question, for others to point to.
///
/// Source: RFC 1035, section 4.1.4.
struct WrittenNames {
  /// Number of names remembered; others are just not pointed to.
  static let capacity = 16
  /// The first offset that a pointer cannot hold.
  static let pointerLimit = 0x4000

  /// Number of names remembered.
  var count = 0
  private var nodes: [16 of Int32] = .init(repeating: NameTree.none)
  private var offsets: [16 of UInt16] = .init(repeating: 0)

  /// Remembers that a name stands at an offset, if there is room and a pointer could hold it.
  mutating func add(_ node: Int32, at offset: Int) {
    guard count < Self.capacity, offset < Self.pointerLimit else { return }
    nodes[count] = node
    offsets[count] = UInt16(truncatingIfNeeded: offset)
    count &+= 1
  }

  /// Finds where a name stands; nil if it does not.
  func offset(of node: Int32) -> Int? {
    for index in 0..<count where nodes[index] == node { return Int(offsets[index]) }
    return nil
  }
}
