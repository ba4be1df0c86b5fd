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

  @Test func `a program in Swift is made of a folder, and its path may have blanks`() throws {
    let peer = try #require(try read("{name: peer, folder: Peer, ready: serving}").first)
    #expect(peer.folder == "Peer" && peer.line.isEmpty && peer.ready == "serving")
    #expect(peer.shellLine(program: "/a b/Peer").hasPrefix("{ '/a b/Peer'\n} 2>&1 | {"))
    #expect(Sidecar(name: "x", line: "nsd -d").shellLine(program: nil).hasPrefix("{ nsd -d\n}"))
    let manifest = try ManifestReader.read(
      "sidecars: {name: peer, folder: Peer}\nsteps: [scenario: Play]", path: "test.yaml")
    #expect(manifest.programFolders == ["Peer", "Play"])
  }

  @Test(arguments: [
    ("[{name: a}]", "a sidecar needs exactly one of command, folder"),
    ("[{name: a, command: ls, folder: A}]", "a sidecar needs exactly one of command, folder"),
    ("[{name: a, folder: ../A}]", "expected letters, digits and hyphens, found “../A”"),
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
