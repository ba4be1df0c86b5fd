internal import Foundation
internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct ChangedFilesTests {
  private let dns = ServiceFolder(path: "/p/IntegrationTests/net/dns", packageRoot: "/p")

  private func concerns(_ paths: String...) -> Bool {
    ChangedFiles(paths).concern(dns, packageRoot: "/p")
  }

  @Test func `what lies in its folder concerns a test`() {
    #expect(concerns("IntegrationTests/net/dns/Service.swift"))
    #expect(concerns("README.md", "IntegrationTests/net/dns/Files/a"))
    #expect(!concerns("IntegrationTests/net/dns-rules/Service.swift"))
  }

  @Test func `what is in every image, or judges it, concerns all`() {
    #expect(concerns("Sources/Net/Stack/Stack.swift") && concerns("Tools/kernel.ld"))
    #expect(concerns("Sources/TestRunner/Library/Run/Runner.swift") && concerns("Package.swift"))
    #expect(!concerns("Sources/TestRunner/Command/Main.swift"))
    #expect(!concerns("README.md", "Tests/NetTests/A.swift", "Tools/bench"))
    #expect(!concerns())
  }

  @Test func `asks git, of what was never committed, too`() throws {
    let folder = try TemporaryFolder()
    func git(_ words: String...) throws {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments =
        ["git", "-C", folder.path, "-c", "user.name=a", "-c", "user.email=a@b"] + words
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
    try git("init", "-q")
    try folder.write("1", to: "a b")
    try folder.write("1", to: "c")
    try git("add", ".")
    try git("commit", "-q", "-m", "x")
    try folder.write("2", to: "a b")
    try folder.write("1", to: "new/d")
    let files = try #require(ChangedFiles.since("HEAD", packageRoot: folder.path))
    #expect(files.paths == ["a b", "new/d"])
    #expect(ChangedFiles.since("no-such-commit", packageRoot: folder.path) == nil)
  }
}
