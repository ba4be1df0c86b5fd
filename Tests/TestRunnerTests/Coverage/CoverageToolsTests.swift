internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct CoverageToolsTests {
  @Test func `no tool is started once the user has enough of it`() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/made"
    let tools = CoverageTools(folder: path, isStopped: { true })
    #expect(throws: CoverageTools.Failure(description: "stopped by the user")) {
      try tools.run("llvm-cov", ["--version"], keeping: "version")
    }
    #expect(!Folder.exists(path))
    _ = try CoverageTools(folder: path).run("llvm-cov", ["--version"], keeping: "version")
    #expect(Folder.names(in: path) == ["version", "warnings.txt"])
  }

  @Test func `a tool that is missing is named`() {
    let failure = CoverageTools.Failure(description: "the Swift toolchain has no llvm-nothing")
    #expect(throws: failure) { try CoverageTools(folder: "/nowhere").run("llvm-nothing", []) }
  }
}
