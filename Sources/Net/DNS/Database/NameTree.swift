/// All names that any zone mentions, as one tree from the root, found by hash.
///
/// A name is the index of its node. Nodes are told apart by their parent and their label without
/// regard to the case of ASCII letters, so one look-up per label goes from the root to a name and
/// passes every encloser on its way. A parent's index is below those of its children.
struct NameTree: ~Copyable {
  /// The index of no node.
  static let none: Int32 = -1
  /// The index of the root.
  static let root: Int32 = 0

  /// One name.
  struct Node: BitwiseCopyable {
    /// The name without its first label; none at the root.
    let parent: Int32
    /// Offset of the first label's length byte among the bytes of all labels.
    let label: Int32
    /// The last eight bytes of the label, or all of it, in lower case.
    let tail: UInt64
    /// Number of bytes in the label.
    let length: UInt8
    /// Number of labels in the name.
    let depth: UInt8

    /// Whether the first label is an asterisk alone (RFC 4592, section 2.1.1).
    var isWildcard: Bool { length == 1 && tail == 0x2a }
  }

  /// The nodes, the root first.
  private(set) var nodes = Table(
    repeating: Node(parent: none, label: 0, tail: 0, length: 0, depth: 0), count: 1)
  /// Labels with their lengths, in the case in which each was first given.
  private(set) var labels = Table(repeating: UInt8(0), count: DomainName.headroom)
  /// Nodes at the places that their hashes give them, at most half of them taken.
  private var slots = Table(repeating: none, count: 16)
  /// Bits by which a hash is shifted to become a place.
  private var shift: UInt64 = 60

  /// Finds the child of a node by the label whose length byte is at an offset of at least 7.
  @inline(__always)
  func child(of parent: Int32, label offset: Int, in bytes: RawSpan) -> Int32 {
    let label = Label(bytes, at: offset)
    var slot = Int(truncatingIfNeeded: label.hash(below: parent) &>> shift)
    while true {
      let index = slots[slot]
      if index == Self.none { return index }
      let node = nodes[Int(index)]
      if node.parent == parent, node.tail == label.tail, Int(node.length) == label.count,
        label.count <= 8
          || matches(Int(node.label) &+ 1 &+ label.count, bytes, label.end, label.count)
      {
        return index
      }
      slot = (slot &+ 1) & (slots.count &- 1)
    }
  }

  /// Walks from the root along a name as far as there are nodes.
  ///
  /// Returns the last node; the name is in the tree if its depth is the name's number of labels.
  @inline(__always)
  func deepest(along name: LabelOffsets, in bytes: RawSpan) -> Int32 {
    var node = Self.root
    var index = name.count
    while index > 0 {
      index &-= 1
      let next = child(of: node, label: name.offset(index, in: bytes), in: bytes)
      if next == Self.none { break }
      node = next
    }
    return node
  }

  /// Returns the node of a name, adding it and its enclosers where they are missing.
  mutating func intern(_ name: DomainName) -> Int32 {
    let bytes = name.bytes.rawSpan
    guard let offsets = LabelOffsets(of: bytes, at: DomainName.headroom) else {
      preconditionFailure("a checked name is well formed")
    }
    var node = deepest(along: offsets, in: bytes)
    while Int(nodes[Int(node)].depth) < offsets.count {
      let label = offsets.count - Int(nodes[Int(node)].depth) - 1
      node = add(offsets.offset(label, in: bytes), of: name, below: node)
    }
    return node
  }

  /// Whether a node is another or lies below it.
  func isNode(_ node: Int32, atOrBelow ancestor: Int32) -> Bool {
    var node = node
    while node > ancestor { node = nodes[Int(node)].parent }
    return node == ancestor
  }

  /// Compares two labels longer than eight bytes, by their ends, whose last eight match.
  @inline(never)
  private func matches(_ storedEnd: Int, _ bytes: RawSpan, _ end: Int, _ count: Int) -> Bool {
    let stored = labels.rawSpan
    var compared = 8
    while compared < count {
      let mine = Label.folded(stored, endingAt: storedEnd &- compared, of: count &- compared)
      let other = Label.folded(bytes, endingAt: end &- compared, of: count &- compared)
      guard mine == other else { return false }
      compared &+= 8
    }
    return true
  }

  private mutating func add(_ offset: Int, of name: DomainName, below parent: Int32) -> Int32 {
    let label = Label(name.bytes.rawSpan, at: offset)
    let index = Int32(nodes.count)
    nodes.append(
      Node(
        parent: parent, label: Int32(labels.count), tail: label.tail,
        length: UInt8(label.count), depth: nodes[Int(parent)].depth + 1))
    labels.append(contentsOf: name.bytes[offset...offset + label.count])
    if nodes.count * 2 > slots.count {
      slots = Table(repeating: Self.none, count: slots.count * 2)
      shift -= 1
      for index in 1..<Int32(nodes.count) { place(index) }
    } else {
      place(index)
    }
    return index
  }

  /// Puts a node into the first free place from the one that its hash gives.
  private mutating func place(_ index: Int32) {
    let node = nodes[Int(index)]
    let hash = Label(labels.rawSpan, at: Int(node.label)).hash(below: node.parent)
    var slot = Int(hash >> shift)
    while slots[slot] != Self.none { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = index
  }
}
