internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct TestFilterReaderTests {
  @Test func `reads words, logic and parentheses`() throws {
    #expect(try TestFilterReader.read("dns") == .name("dns"))
    #expect(try TestFilterReader.read(" net/dns on pc ") == .name("net/dns on pc"))
    #expect(
      try TestFilterReader.read("tag(net) & !name(idle) | path(runner/)")
        == .any([.all([.tag("net"), .not(.name("idle"))]), .path("runner")]))
    #expect(
      try TestFilterReader.read("!(a|b)&c")
        == .all([.not(.any([.name("a"), .name("b")])), .name("c")]))
  }

  @Test(arguments: [
    ("", "a word is missing at the end"), ("a &", "a word is missing at the end"),
    ("(a", "a “)” is missing at the end"), ("a)", "“)” follows what is complete without it"),
    ("tag()", "a word is missing before “)”"),
    ("tags(x)", "“tags(…)” is none of tag(…), name(…), path(…)"),
    ("!", "a word is missing at the end"), ("tag(x & y)", "a “)” is missing before “& y)”"),
  ])
  func `says what is wrong`(text: String, message: String) {
    let problem = #expect(throws: TestFilterReader.Problem.self) {
      try TestFilterReader.read(text)
    }
    #expect(problem?.description == message)
  }

  @Test func `nothing that is written crashes it`() {
    var generator = SeededGenerator(seed: 3)
    let characters = Array("ab!&|() tagnme*")
    for _ in 0..<5000 {
      let text = String(
        (0..<generator.below(30)).map { _ in characters[generator.below(characters.count)] })
      _ = try? TestFilterReader.read(text)
    }
    #expect(throws: TestFilterReader.Problem.self) {
      try TestFilterReader.read(String(repeating: "(", count: 100_000))
    }
    #expect(throws: TestFilterReader.Problem.self) {
      try TestFilterReader.read(String(repeating: "!", count: 100_000) + "a")
    }
  }
}
