internal import Testing

@testable internal import TestRunner

@Suite struct CoveredRunTests {
  @Test func `tests whose names are alike have files of their own`() {
    let names = ["net/idle", "net-idle", "net/idle on pc, 32 MB"]
    let paths = names.map { CoveredRun.path(of: $0, in: "/c") }
    #expect(Set(paths).count == 3)
    #expect(paths.allSatisfy { $0.hasPrefix("/c/tests/net-idle") && $0.hasSuffix(".profraw") })
    #expect(paths.allSatisfy { $0.count { $0 == "/" } == 3 })
  }
}
