/// Calls by weight: each node is a function called by that of its parent.
///
/// From the entry down, or inverted: from the functions that did the work up to who called them.
public struct CallTree: Sendable {
  /// What a node shows.
  public struct Label: Hashable, Sendable {
    public var name: String
    public var module: String
    /// Where the function is; empty if unknown.
    public var place: String
    public var isInlined: Bool
    public var role: Profile.Role

    /// Makes a label.
    public init(
      name: String, module: String = "", place: String = "", isInlined: Bool = false,
      role: Profile.Role = .code
    ) {
      self.name = name
      self.module = module
      self.place = place
      self.isInlined = isInlined
      self.role = role
    }
  }

  /// A function at a place in the tree.
  public struct Node: Sendable {
    /// Number of the label.
    public var label: Int32
    /// Number of the node above.
    public var parent: Int32
    /// Weight of all samples in the node and below.
    public var total: UInt64 = 0
    /// Weight of the samples that end in the node.
    public var own: UInt64 = 0
    /// The part of the total that is idle.
    public var idle: UInt64 = 0
    /// How many samples the total stands for.
    public var sampleCount: UInt32 = 0
    /// Weight in the profile that this one is compared with; 0 without one.
    public var before: UInt64 = 0
    public var depth: Int32
  }

  public private(set) var labels: [Label] = []
  /// The nodes; the first is the root, and each comes after its parent.
  public private(set) var nodes: [Node] = [Node(label: -1, parent: -1, depth: 0)]
  /// Nodes by parent and label.
  private var index = NodeIndex()

  /// Makes an empty tree.
  public init() {}

  /// The weight of everything.
  public var total: UInt64 { nodes[0].total }
  /// How many calls the deepest stack has.
  public var depth: Int { Int(nodes.reduce(0) { max($0, $1.depth) }) }

  /// Adds a label that is not there yet.
  public mutating func add(_ label: Label) -> Int32 {
    labels.append(label)
    return Int32(labels.count - 1)
  }

  /// The node of a label below another, which is made if there is none.
  @inline(__always) public mutating func child(of parent: Int32, label: Int32) -> Int32 {
    let key = UInt64(UInt32(bitPattern: parent)) << 32 | UInt64(UInt32(bitPattern: label))
    if let known = index.find(key) { return known }
    return addChild(of: parent, label: label, key: key)
  }

  /// Makes a node that is never found again: for trees in which time goes on.
  public mutating func append(below parent: Int32, label: Int32) -> Int32 {
    nodes.append(Node(label: label, parent: parent, depth: nodes[Int(parent)].depth + 1))
    return Int32(nodes.count - 1)
  }

  private mutating func addChild(of parent: Int32, label: Int32, key: UInt64) -> Int32 {
    let node = append(below: parent, label: label)
    index.insert(key, node)
    return node
  }

  /// Adds weight to the node in which a stack ends.
  ///
  /// `finish` brings it to the nodes above.
  public mutating func add(
    _ weight: UInt64, to node: Int32, isIdle: Bool = false, sampleCount: UInt32 = 1,
    before: UInt64 = 0
  ) {
    let place = Int(node)
    nodes[place].own &+= weight
    if isIdle { nodes[place].idle &+= weight }
    nodes[place].sampleCount &+= sampleCount
    nodes[place].before &+= before
  }

  /// Sums up weights, from the leaves to the root; to be called once, at the end.
  public mutating func finish() {
    for node in nodes.indices { nodes[node].total = nodes[node].own }
    for node in nodes.indices.dropFirst().reversed() {
      let parent = Int(nodes[node].parent)
      nodes[parent].total &+= nodes[node].total
      nodes[parent].idle &+= nodes[node].idle
      nodes[parent].sampleCount &+= nodes[node].sampleCount
      nodes[parent].before &+= nodes[node].before
    }
  }

  /// The nodes below each node, in the order of their names.
  public func childrenByName() -> [[Int32]] {
    let order = labels.indices.sorted { Self.precedes(labels[$0].name, labels[$1].name) }
    var rank = [Int](repeating: 0, count: labels.count)
    for (place, label) in order.enumerated() { rank[label] = place }
    return children { rank[Int(nodes[Int($0)].label)] < rank[Int(nodes[Int($1)].label)] }
  }

  /// The nodes below each node, the heaviest first.
  public func childrenByWeight() -> [[Int32]] {
    children { (nodes[Int($0)].total, $1) > (nodes[Int($1)].total, $0) }
  }

  /// The nodes below each node, as they were made.
  public func childrenInOrder() -> [[Int32]] {
    var lists = [[Int32]](repeating: [], count: nodes.count)
    for node in nodes.indices.dropFirst() { lists[Int(nodes[node].parent)].append(Int32(node)) }
    return lists
  }

  private func children(_ precedes: (Int32, Int32) -> Bool) -> [[Int32]] {
    var lists = childrenInOrder()
    for index in lists.indices where lists[index].count > 1 { lists[index].sort(by: precedes) }
    return lists
  }

  private static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}

/// Nodes by parent and label: a table of hashes, as look-ups are most of what trees are made of.
struct NodeIndex: Sendable {
  private var keys = [UInt64](repeating: .max, count: 256)
  private var values = [Int32](repeating: 0, count: 256)
  private var count = 0

  @inline(__always) func find(_ key: UInt64) -> Int32? {
    let mask = keys.count - 1
    var slot = Self.hash(key) & mask
    while true {
      let found = keys[slot]
      if found == key { return values[slot] }
      if found == .max { return nil }
      slot = (slot + 1) & mask
    }
  }

  mutating func insert(_ key: UInt64, _ value: Int32) {
    if count * 2 >= keys.count { grow() }
    place(key, value)
    count += 1
  }

  private mutating func place(_ key: UInt64, _ value: Int32) {
    var slot = Self.hash(key) & (keys.count - 1)
    while keys[slot] != .max { slot = (slot + 1) & (keys.count - 1) }
    keys[slot] = key
    values[slot] = value
  }

  private mutating func grow() {
    let (oldKeys, oldValues) = (keys, values)
    keys = [UInt64](repeating: .max, count: oldKeys.count * 2)
    values = [Int32](repeating: 0, count: oldKeys.count * 2)
    for (key, value) in zip(oldKeys, oldValues) where key != .max { place(key, value) }
  }

  @inline(__always) private static func hash(_ key: UInt64) -> Int {
    let mixed = (key ^ key >> 32) &* 0x9e37_79b9_7f4a_7c15
    return Int(truncatingIfNeeded: mixed >> 20)
  }
}
