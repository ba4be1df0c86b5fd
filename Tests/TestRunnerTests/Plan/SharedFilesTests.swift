internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct SharedFilesTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let files = [
      "gdb/rsp.py": "", "gdb/one/test.yaml": "tools: [gdb]\n", "gdb/one/look.py": "import rsp\n",
      "tcp/bad/test.yaml": "steps: [run: python3 ../good/bulk.py 3]\n",
      "tcp/good/bulk.py": "import more\n", "tcp/good/more.py": "", "tcp/good/Service.swift": "",
      "tcp/good/test.yaml": "steps: [run: 'curl /a/../b', run: ../none.py]\n",
      "disk/test.yaml": "# See Tools/ci/long.\nboot: ovmf:iso\n",
      "page/test.yaml": "steps: [scenario: Play, run: ../../Tools/ci/long]\n",
      "page/show.py": "place = root / \"Tools/fixtures/dns\"\n",
    ]
    for (path, text) in files { try folder.write(text, to: "IntegrationTests/\(path)") }
    for path in ["Tools/ci/long", "Tools/fixtures/dns/a", "Tools/gdb/load.py"] {
      try folder.write("", to: path)
    }
  }

  private func files(of name: String) throws -> SharedFiles {
    let root = folder.path
    let service = ServiceFolder(path: "\(root)/IntegrationTests/\(name)", packageRoot: root)
    let text = try #require(Folder.readText(service.manifestPath))
    let manifest = try? ManifestReader.read(text, path: "test.yaml")
    return SharedFiles(of: service, manifest, packageRoot: root)
  }

  @Test func `what lies above several tests is theirs`() throws {
    let one = try files(of: "gdb/one")
    #expect(one.contains("IntegrationTests/gdb/rsp.py"))
    #expect(one.contains("IntegrationTests/gdb/gone.py"))
    #expect(!one.contains("IntegrationTests/gdb/two/look.py"))
    #expect(!one.contains("IntegrationTests/durations.txt"))
    #expect(try !files(of: "tcp/good").contains("IntegrationTests/gdb/rsp.py"))
  }

  @Test func `gdb's tools are those of tests with a stub`() throws {
    #expect(try files(of: "gdb/one").contains("Tools/gdb/swiftlet/commands.py"))
    #expect(try !files(of: "tcp/bad").contains("Tools/gdb/load.py"))
  }

  @Test func `a program of another test brings those beside it, and not that test`() throws {
    let bad = try files(of: "tcp/bad")
    #expect(bad.contains("IntegrationTests/tcp/good/bulk.py"))
    #expect(bad.contains("IntegrationTests/tcp/good/more.py"))
    #expect(!bad.contains("IntegrationTests/tcp/good/Service.swift"))
    #expect(!bad.contains("IntegrationTests/tcp/good/test.yaml"))
    #expect(try files(of: "tcp/good").trees.isEmpty)
  }

  @Test func `the tools that a manifest asks for count, comments aside`() throws {
    #expect(try files(of: "disk").trees == ["Tools/image", "Tools/image.d"])
    #expect(
      try files(of: "page").trees
        == ["Tools/build-scenario", "Tools/ci/long", "Tools/fixtures/dns"])
  }

  @Test func `a listing changes with each of them`() throws {
    let bad = try files(of: "tcp/bad")
    func listing() -> InputListing {
      var listing = InputListing()
      bad.list(into: &listing)
      return listing
    }
    let before = listing()
    #expect(!before.lines.isEmpty)
    try folder.write("1", to: "IntegrationTests/tcp/good/test.yaml")
    try folder.write("1", to: "IntegrationTests/gdb/rsp.py")
    #expect(listing() == before)
    try folder.write("1", to: "IntegrationTests/tcp/good/more.py")
    #expect(listing() != before)
  }

  @Test func `paths are put together as a shell does`() {
    #expect(SharedFiles.joined("a/b/c", "../d/./e.py") == "a/b/d/e.py")
    #expect(SharedFiles.joined("/a", "../../b") == "/b")
    let words = SharedFiles.words("x ../a.py:3\n # ../b\n'Tools/c d'")
    #expect(words == ["x", "../a.py", "3", "Tools/c", "d"])
  }
}
