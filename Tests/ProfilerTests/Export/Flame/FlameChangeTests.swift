internal import Testing

@testable internal import Profiler

@Suite struct FlameChangeTests {
  /// The change of a function that stands in so many of 1000 collapsed stacks, before and after.
  private func change(_ before: Int, _ after: Int) throws -> (share: Double, isSignificant: Bool) {
    let text = "a;b \(before) \(after)\na;c \(1000 - before) \(1000 - after)\n"
    let tree = try FoldedReader.read(Array(text.utf8)).tree
    let node = try #require(
      tree.nodes.first { $0.label >= 0 && tree.labels[Int($0.label)].name == "b" })
    return FlameChange(counted: tree).change(of: node)
  }

  @Test func `tells a change from chance`() throws {
    // Of three places, two standard deviations and a half are significant: 5.5 points here.
    #expect(try !change(500, 540).isSignificant)
    #expect(try change(500, 570).isSignificant)
    #expect(try change(500, 430).isSignificant)
    #expect(try abs(change(500, 430).share + 0.07) < 1e-9)
  }

  @Test func `finds none where nothing changed`() throws {
    #expect(try !change(500, 500).isSignificant)
    #expect(try !change(0, 0).isSignificant)
    #expect(try !change(1000, 1000).isSignificant)
  }

  @Test func `leaves nothing to chance where everything was counted`() throws {
    let tree = try FoldedReader.read(Array("a;b 3 4\na;c 5 6\na;d 8 8\n".utf8)).tree
    let change = FlameChange(counted: tree, isExact: true)
    let found = tree.nodes.dropFirst().filter { change.change(of: $0).isSignificant }
    // All but the caller of all.
    #expect(found.count == 3)
    #expect(!tree.nodes.contains { FlameChange(counted: tree).change(of: $0).isSignificant })
  }

  @Test func `counts samples of odd weights for less`() {
    let (old, new) = (
      SampleProfiles.profile([("a", [UInt64](repeating: 1, count: 500)), ("b", [500])]),
      SampleProfiles.profile([("a", [UInt64](repeating: 1, count: 500)), ("b", [900])])
    )
    let tree = CallTree(new, comparedWith: old)
    let change = FlameChange(tree, from: old, to: new)
    #expect(tree.nodes.dropFirst().allSatisfy { !change.change(of: $0).isSignificant })
    #expect(tree.nodes.dropFirst().contains { FlameChange(counted: tree).change(of: $0).1 })
  }
}
