/// Names that stand in a message, for others to point to.
///
/// Source: RFC 1035, section 4.1.4.
struct WrittenNames {
  /// Number of names remembered besides those of the question; others are just not pointed to.
  static let capacity = 16
  /// The first offset that a pointer cannot hold.
  static let pointerLimit = 0x4000

  /// Number of names remembered.
  var count = 0
  private var nodes: [16 of Int32] = .init(repeating: NameTree.none)
  private var offsets: [16 of UInt16] = .init(repeating: 0)
  /// The longest end of the question's name that is in the tree.
  private var questionNode = NameTree.root

  /// Says what the name of the question is.
  mutating func setQuestion(_ node: Int32) { questionNode = node }

  /// Remembers that a name stands at an offset, if there is room and a pointer could hold it.
  mutating func add(_ node: Int32, at offset: Int) {
    guard count < Self.capacity, offset < Self.pointerLimit else { return }
    nodes[count] = node
    offsets[count] = UInt16(truncatingIfNeeded: offset)
    count &+= 1
  }

  /// Finds where a name stands; nil if it does not.
  func offset(of node: Int32, in tree: NameTree, question: LabelOffsets) -> Int? {
    if tree.isNode(questionNode, atOrBelow: node) {
      return question.offset(question.count &- Int(tree.nodes[Int(node)].depth))
    }
    for index in 0..<count where nodes[index] == node { return Int(offsets[index]) }
    return nil
  }
}
