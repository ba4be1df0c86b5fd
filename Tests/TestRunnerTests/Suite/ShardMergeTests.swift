internal import Testing

@testable internal import TestRunner

@Suite struct ShardMergeTests {
  private let all = ["a", "b", "c"]

  private func part(
    _ number: Int, of count: Int = 2, _ names: [String], kind: VerdictKind = .passed
  ) -> (name: String, file: ResultsFile) {
    var head = ResultsFile.Head()
    (head.shardNumber, head.shardCount) = (number, count)
    (head.allNames, head.names) = (all, names)
    var file = ResultsFile(head)
    file.results = names.map {
      CaseResult(
        name: $0, verdict: Verdict(kind, "x"), duration: .seconds(1), repeatCommand: "")
    }
    file.duration = .seconds(names.count)
    return ("part\(number)", file)
  }

  @Test func `whole parts make a whole`() {
    let merge = ShardMerge([part(2, ["b"]), part(1, ["a", "c"])])
    #expect(merge.problems.isEmpty)
    #expect(merge.results.map(\.name) == all)
    #expect(merge.duration == .seconds(2))
    #expect(merge.exitCode == 0)
  }

  @Test func `the worst verdict counts`() {
    let merge = ShardMerge([part(1, ["a", "c"]), part(2, ["b"], kind: .hang)])
    #expect(merge.exitCode == VerdictKind.hang.exitCode)
  }

  @Test func `a part that is missing is a failure`() {
    let merge = ShardMerge([part(1, ["a", "c"])])
    #expect(merge.problems == ["part 2 of 2 is missing", "b belongs to no part that is here"])
    #expect(merge.exitCode == VerdictKind.badManifest.exitCode)
  }

  @Test func `a part that is there twice is a failure`() {
    let merge = ShardMerge([part(1, ["a", "c"]), part(2, ["b"]), part(2, ["b"])])
    #expect(merge.problems.contains("part 2 of 2 is there more than once: part2 and part2"))
  }

  @Test func `a part that ended too early is a failure`() {
    var early = part(2, ["b"])
    early.file.duration = nil
    early.file.results = []
    let merge = ShardMerge([part(1, ["a", "c"]), early])
    #expect(merge.problems == ["part2 ends before its run did", "part2 has no result of b"])
  }

  @Test func `a part that ran what is not its own is a failure`() {
    var wrong = part(2, ["b"])
    wrong.file.results[0].plainName = "z"
    let merge = ShardMerge([part(1, ["a", "c"]), wrong])
    #expect(
      merge.problems == ["part2 has no result of b", "part2 has a result of z, not its own"])
  }

  @Test func `parts that were divided differently do not fit`() {
    var other = part(2, ["b"])
    other.file.head.allNames = ["a", "b"]
    let merge = ShardMerge([part(1, ["a", "c"]), other])
    #expect(merge.problems == ["the parts do not agree on which tests there are"])
    let counts = ShardMerge([part(1, of: 3, ["a", "c"]), part(2, of: 2, ["b"])])
    #expect(counts.problems.count == 2)
  }

  @Test func `tests that were repeated must all be there`() {
    var twice = part(1, of: 1, all)
    twice.file.head.repetitionCount = 2
    #expect(ShardMerge([twice]).problems.count == 3)
    twice.file.results += twice.file.results
    #expect(ShardMerge([twice]).problems.isEmpty)
  }

  @Test func `no part at all is a failure`() {
    #expect(ShardMerge([]).exitCode != 0)
  }

  @Test func `reporters are told as of one run`() {
    let merge = ShardMerge([part(1, of: 1, all)])
    #expect(merge.events().count == 8)
    #expect(merge.events().last?.event == .ended(merge.results))
    let events = merge.events(adding: ["x"]).map(\.event)
    #expect(events.suffix(2) == [.incomplete(["x"]), .ended(merge.results)])
  }

  @Test func `reports of parts that are not whole say so`() {
    let merge = ShardMerge([part(1, ["a", "c"])])
    #expect(merge.events().map(\.event).contains(.incomplete(merge.problems)))
  }

  @Test func `what a part accepted is accepted of the whole`() {
    var flaky = part(1, of: 1, all, kind: .flaky)
    #expect(ShardMerge([flaky]).exitCode == VerdictKind.flaky.exitCode)
    for index in flaky.file.results.indices { flaky.file.results[index].isTolerated = true }
    #expect(ShardMerge([flaky]).exitCode == 0)
  }

  @Test func `where every part left all out nothing was proved`() {
    let merge = ShardMerge([
      part(1, ["a", "c"], kind: .leftOut), part(2, ["b"], kind: .leftOut),
    ])
    #expect(merge.problems == ["nothing was proved, as every test was left out"])
    #expect(merge.exitCode != 0)
    #expect(ShardMerge([part(1, ["a", "c"], kind: .leftOut), part(2, ["b"])]).exitCode == 0)
  }

  @Test func `parts of different commits make no whole`() {
    var (one, two) = (part(1, ["a", "c"]), part(2, ["b"]))
    (one.file.head.commit, two.file.head.commit) = ("1", nil)
    #expect(ShardMerge([one, two]).problems.isEmpty, "it may not be known")
    two.file.head.commit = "2"
    #expect(ShardMerge([one, two]).problems == ["the parts are of different commits"])
  }

  @Test func `a part that another run has left is none of the whole`() {
    var (one, two) = (part(1, ["a", "c"]), part(2, ["b"]))
    (one.file.head.run, two.file.head.run) = ("17", nil)
    #expect(ShardMerge([one, two]).problems.isEmpty, "it may not be known")
    two.file.head.run = "17"
    #expect(ShardMerge([one, two]).problems.isEmpty)
    two.file.head.run = "16"
    let merge = ShardMerge([one, two])
    #expect(merge.problems == ["the parts are of different runs: part1 of 17, part2 of 16"])
    #expect(merge.exitCode == VerdictKind.badManifest.exitCode)
  }

  @Test func `who goes on until something fails runs as often as that takes`() {
    var part = part(1, of: 1, all)
    part.file.head.repetitionCount = 0
    part.file.results += part.file.results
    #expect(ShardMerge([part]).problems.isEmpty)
  }
}
