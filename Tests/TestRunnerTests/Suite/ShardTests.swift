internal import Testing

@testable internal import TestRunner

@Suite struct ShardTests {
  @Test(arguments: ["", "1", "0/2", "3/2", "1/0", "-1/2", "a/b", "1/2/3", "1/99999"])
  func `refuses what is no part`(text: String) {
    #expect(Shard(text) == nil)
  }

  @Test func `reads a part and says it`() throws {
    let shard = try #require(Shard("2/5"))
    #expect(shard.number == 2 && shard.count == 5)
    #expect("\(shard)" == "2/5")
  }

  private func parts(
    _ count: Int, _ times: KeyValuePairs<String, Int>
  ) throws -> [[String]] {
    let names = times.map(\.key)
    return try (1...count).map { number in
      try #require(Shard("\(number)/\(count)")).select(names) { name in
        times.first { $0.key == name }.flatMap { $0.value > 0 ? .seconds($0.value) : nil }
      }.map { names[$0] }
    }
  }

  @Test func `every test belongs to exactly one part`() throws {
    let parts = try parts(3, ["a": 5, "b": 0, "c": 1, "d": 0, "e": 9, "f": 2, "g": 4])
    #expect(parts.joined().sorted() == ["a", "b", "c", "d", "e", "f", "g"])
  }

  @Test func `the parts take about the same time`() throws {
    #expect(try parts(2, ["a": 1, "b": 2, "c": 3, "d": 10]) == [["d"], ["a", "b", "c"]])
  }

  @Test func `the order in which tests are named does not matter`() throws {
    let first = try parts(2, ["a": 3, "b": 3, "c": 3])
    let second = try parts(2, ["c": 3, "a": 3, "b": 3])
    #expect(first.map { $0.sorted() } == second.map { $0.sorted() })
  }

  @Test func `there may be more parts than tests`() throws {
    #expect(try parts(3, ["a": 1]) == [["a"], [], []])
  }
}
