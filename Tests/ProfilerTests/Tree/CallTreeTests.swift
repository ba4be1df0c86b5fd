internal import Profiler
internal import TestSupport
internal import Testing

@Suite struct CallTreeTests {
  private func lines(_ tree: CallTree) -> [String] {
    let children = tree.childrenByName()
    var lines: [String] = []
    var pending: [Int32] = children[0].reversed()
    while let index = pending.popLast() {
      let node = tree.nodes[Int(index)]
      let indent = String(repeating: " ", count: Int(node.depth) - 1)
      lines.append("\(indent)\(tree.labels[Int(node.label)].name) \(node.total) \(node.own)")
      pending += children[Int(index)].reversed()
    }
    return lines
  }

  private let profile = SampleProfiles.profile([
    ("main;b;c", [5]), ("main;a", [3]), ("main;b", [2]), ("main;b;c", [10]),
  ])

  @Test func `sums up from the entry`() {
    #expect(
      lines(CallTree(profile)) == ["main 20 0", " a 3 3", " b 17 2", "  c 15 15"])
  }

  @Test func `sums up from the leaf`() {
    #expect(
      lines(CallTree(profile, .fromLeaf)) == [
        "a 3 0", " main 3 3", "b 2 0", " main 2 2", "c 15 0", " b 15 0", "  main 15 15",
      ])
  }

  @Test func `joins only neighbours in time`() {
    let tree = CallTree(timeline: profile)
    let children = tree.childrenInOrder()
    #expect(children[0].count == 1)
    let below = children[Int(children[0][0])].map { tree.nodes[Int($0)].total }
    #expect(below == [5, 3, 12])
  }

  @Test func `keeps idle time and the number of samples`() {
    let tree = CallTree(SampleProfiles.service)
    #expect(tree.total == 1800)
    #expect(tree.nodes[0].idle == 1000)
    #expect(tree.nodes[0].sampleCount == 7)
    #expect(tree.depth == 6)
  }

  @Test func `finds nodes again, however many there are`() {
    var tree = CallTree()
    let labels = (0..<100).map { tree.add(CallTree.Label(name: "f\($0)")) }
    var nodes: [Int32] = []
    for first in labels {
      let parent = tree.child(of: 0, label: first)
      for second in labels { nodes.append(tree.child(of: parent, label: second)) }
    }
    #expect(Set(nodes).count == 10_000)
    #expect(tree.child(of: tree.child(of: 0, label: 42), label: 7) == nodes[4207])
  }
}
