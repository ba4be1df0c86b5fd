internal import Testing

@testable internal import TestRunner

@Suite struct TestCaseRepetitionTests {
  private func test(_ text: String, seed: UInt64? = nil) throws -> TestCase {
    var options = RunOptions()
    options.linkSeed = seed
    let service = ServiceFolder(path: "/p/IntegrationTests/net/lossy", packageRoot: "/p")
    return try #require(Plan([service], options: options) { _ in text }.cases.first)
  }

  @Test func `each run has a seed of its own, which follows from the first`() throws {
    let test = try test("link: {loss: 1%}", seed: 7)
    let seeds = (1...50).map { test.repeated($0).linkSeed }
    #expect(seeds.first == 7 && Set(seeds).count == 50)
    #expect(seeds.dropFirst().allSatisfy { (1...999_999).contains($0) })
    #expect(try self.test("link: {loss: 1%}", seed: 7).drawn(3).linkSeed == seeds[2])
    #expect(test.repeated(3).repetition == 3 && test.drawn(3).repetition == 0)
  }

  @Test func `the command that repeats a run names its own seed`() throws {
    let third = try test("link: {loss: 1%}").repeated(3)
    #expect(third.repeatWords.suffix(2) == ["--seed", "\(third.linkSeed)"])
  }

  @Test func `what a manifest names stays, unless a person names another`() throws {
    let text = "link: {loss: 1%, seed: 11}"
    #expect(try test(text).repeated(2).linkSeed == 11)
    #expect(try test(text, seed: 7).repeated(1).linkSeed == 7)
    #expect(try test(text, seed: 7).repeated(2).linkSeed != 7)
  }

  @Test func `what leaves nothing to chance has no seed`() throws {
    #expect(try test("{}", seed: 7).repeated(2).linkSeed == 0)
    #expect(try test("{}").repeated(2).repeatWords == test("{}").repeatWords)
  }
}
