internal import Profiler
internal import Testing

@Suite struct CallTreeDifferenceTests {
  @Test func `keeps what was there before, by name`() throws {
    let old = SampleProfiles.profile([("main;gone", [5]), ("main;stays", [10])])
    let new = SampleProfiles.profile([("main;stays", [20]), ("main;new", [7])])
    let tree = CallTree(new, comparedWith: old)
    #expect(tree.total == 27)
    #expect(tree.nodes[0].before == 15)
    let byName = Dictionary(
      uniqueKeysWithValues: tree.nodes.dropFirst().map {
        (tree.labels[Int($0.label)].name, ($0.total, $0.before))
      })
    #expect(byName["gone"] ?? (1, 1) == (0, 5))
    #expect(byName["stays"] ?? (1, 1) == (20, 10))
    #expect(byName["new"] ?? (1, 1) == (7, 0))
  }
}
