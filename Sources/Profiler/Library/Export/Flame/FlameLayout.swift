/// Where each box of a flame graph is.
struct FlameLayout {
  /// A box.
  struct Box {
    var node: Int32
    /// Weight to the left of it.
    var start: UInt64
    /// Row, from the root on.
    var row: Int32
  }

  private(set) var boxes: [Box] = []
  /// How many rows there are.
  private(set) var rowCount = 0

  /// Places the nodes of a tree.
  ///
  /// - Parameters:
  ///   - tree: The tree.
  ///   - children: The nodes below each node, from left to right.
  ///   - least: The least weight of a box that is drawn.
  init(_ tree: CallTree, children: [[Int32]], least: UInt64) {
    var pending = [Box(node: 0, start: 0, row: 0)]
    boxes.reserveCapacity(min(tree.nodes.count, 1 << 16))
    while let box = pending.popLast() {
      boxes.append(box)
      rowCount = max(rowCount, Int(box.row) + 1)
      var start = box.start
      // The first child is taken up next: boxes come in the order of a depth-first walk.
      let first = pending.count
      for child in children[Int(box.node)] {
        let total = tree.nodes[Int(child)].total
        if total >= max(least, 1) {
          pending.append(Box(node: child, start: start, row: box.row + 1))
        }
        start &+= total
      }
      pending[first...].reverse()
    }
  }
}
