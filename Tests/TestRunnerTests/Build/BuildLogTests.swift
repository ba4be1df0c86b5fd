internal import Testing

@testable internal import TestRunner

@Suite struct BuildLogTests {
  private func log(_ text: String) -> (log: BuildLog, progress: [String]) {
    var log = BuildLog()
    return { (log, $0) }(log.take(text.utf8))
  }

  private let failed = """
    Building for production...
    [0/3] Write sources
    [2/6] Compiling Kernel Main.swift
    /p/Sources/A.swift:3:7: error: cannot find 'x' in scope
    1 |
    3 |   x += 1
      |   `- error: cannot find 'x' in scope
    /p/Sources/A.swift:9:1: warning: unused
    9 | let y
    error: emit-module command failed with exit code 1 (use -v to see invocation)
    [3/6] Compiling Net Stack.swift

    """

  @Test func `tells progress from the rest`() {
    let (_, progress) = log(failed)
    #expect(progress.count == 4)
    #expect(progress.first == "Building for production...")
  }

  @Test func `shows errors with their explanations and nothing else`() {
    let (log, _) = log(failed)
    #expect(
      log.errors == [
        "/p/Sources/A.swift:3:7: error: cannot find 'x' in scope", "1 |", "3 |   x += 1",
        "  |   `- error: cannot find 'x' in scope",
      ])
    #expect(log.firstError == "/p/Sources/A.swift:3:7: error: cannot find 'x' in scope")
  }

  @Test func `shows everything when no error is marked`() {
    let (log, _) = log("[1/2] Compiling\nKilled\n")
    #expect(log.errors == ["Killed"])
  }

  @Test func `takes output in pieces and finds the last line`() {
    var log = BuildLog()
    _ = log.take(Array("Build comp".utf8))
    #expect(log.lastLine == nil)
    _ = log.take(Array("lete!\n/p/.build/image/dns\n\n".utf8))
    #expect(log.lastLine == "/p/.build/image/dns")
  }
}
