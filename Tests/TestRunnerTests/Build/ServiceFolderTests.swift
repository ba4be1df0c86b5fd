internal import TestRunner
internal import TestSupport
internal import Testing

@Suite struct ServiceFolderTests {
  @Test func `a folder of the package is named by its path`() {
    let folder = ServiceFolder(path: "/p/IntegrationTests/runner/late-panic", packageRoot: "/p")
    #expect(folder.name == "runner/late-panic")
    #expect(folder.product == "runner_late_panic")
    #expect(!folder.isExternal)
    #expect(folder.manifestPath == "/p/IntegrationTests/runner/late-panic/test.yaml")
  }

  @Test func `a folder elsewhere is external`() {
    let folder = ServiceFolder(path: "/home/me/blink", packageRoot: "/p")
    #expect(folder.name == "blink")
    #expect(folder.product == "external")
    #expect(folder.isExternal)
  }

  @Test func `finds all services below a folder`() throws {
    let folder = try TemporaryFolder()
    let root = folder.path
    for name in ["b/Service.swift", "a/x/test.yaml", "a/y/Service.swift", "c/notes.txt"] {
      try folder.write("", to: "IntegrationTests/\(name)")
    }
    let all = ServiceFolder.find(at: "\(root)/IntegrationTests", packageRoot: root)
    #expect(all.map(\.name) == ["a/x", "a/y", "b"])
    let one = ServiceFolder.find(at: "\(root)/IntegrationTests/b/", packageRoot: root)
    #expect(one.map(\.name) == ["b"])
    #expect(ServiceFolder.find(at: "\(root)/IntegrationTests/c", packageRoot: root).isEmpty)
    #expect(ServiceFolder.find(at: "\(root)/nowhere", packageRoot: root).isEmpty)
  }
}
