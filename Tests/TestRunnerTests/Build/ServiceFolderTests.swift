internal import Foundation
internal import TestRunner
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
    let root = NSTemporaryDirectory() + "services-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: root) }
    for name in ["b/Service.swift", "a/x/test.yaml", "a/y/Service.swift", "c/notes.txt"] {
      let url = URL(filePath: "\(root)/IntegrationTests/\(name)")
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data().write(to: url)
    }
    let real = try #require(realpath(root, nil).map { String(cString: $0) })
    let all = ServiceFolder.find(at: "\(root)/IntegrationTests", packageRoot: real)
    #expect(all.map(\.name) == ["a/x", "a/y", "b"])
    let one = ServiceFolder.find(at: "\(root)/IntegrationTests/b/", packageRoot: real)
    #expect(one.map(\.name) == ["b"])
    #expect(ServiceFolder.find(at: "\(root)/IntegrationTests/c", packageRoot: real).isEmpty)
    #expect(ServiceFolder.find(at: "\(root)/nowhere", packageRoot: real).isEmpty)
  }
}
