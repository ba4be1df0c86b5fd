internal import Testing

@testable internal import TestRunner

@Suite struct SidecarReaderTests {
  private func read(_ text: String) throws -> [Sidecar] {
    try ManifestReader.read("sidecars: \(text)", path: "test.yaml").sidecars
  }

  @Test func `reads a list or one`() throws {
    var first = Sidecar(name: "dns", line: "nsd -d")
    first.ready = "started"
    let second = Sidecar(name: "sink-2", line: "cat")
    #expect(
      try read("[{name: dns, command: nsd -d, ready: started}, {name: sink-2, command: cat}]")
        == [first, second])
    #expect(try read("{name: sink-2, command: cat}") == [second])
  }

  @Test(arguments: [
    ("[{name: a}]", "“command” is missing"),
    ("[{command: ls}]", "“name” is missing"),
    ("[{name: a/b, command: ls}]", "expected letters, digits and hyphens, found “a/b”"),
    ("[{name: a, command: ls}, {name: a, command: ls}]", "a sidecar is named twice"),
    ("[{name: a, command: ls, raedy: x}]", "unknown key “raedy” in a sidecar"),
    ("[{name: a, command: ls, ready: '('}]", "not a regular expression: "),
  ])
  func `refuses what makes no sense`(text: String, message: String) throws {
    let error = try #require(throws: InvalidManifest.self) { _ = try read(text) }
    #expect(error.problems.first?.message.hasPrefix(message) == true)
  }
}
