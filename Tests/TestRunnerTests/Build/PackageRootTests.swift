internal import Testing

@testable internal import TestRunner

@Suite struct PackageRootTests {
  @Test func `a place outside any package has no root`() {
    #expect(PackageRoot.find(above: "/usr/bin") == nil)
    #expect(PackageRoot.find(above: "/") == nil)
  }

  @Test(arguments: [
    ("/p", "/p", "swift run x", ".swiftlet/runs/1"),
    ("/p/below", "/p", "swift run --package-path /p x", "/p/.swiftlet/runs/1"),
    ("/elsewhere", "/p", "swift run --package-path /p x", "/p/.swiftlet/runs/1"),
    ("/elsewhere", nil, "swift run x", ".swiftlet/runs/1"),
  ])
  func `what a person is told works from where the person is`(
    folder: String, root: String?, command: String, path: String
  ) {
    #expect(PackageRoot.command("x", in: folder, root: root).joined(separator: " ") == command)
    #expect(PackageRoot.visible(".swiftlet/runs/1", in: folder, root: root) == path)
    #expect(PackageRoot.visible("/runs/1", in: folder, root: root) == "/runs/1")
  }
}
