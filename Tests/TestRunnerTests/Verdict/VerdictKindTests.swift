internal import TestRunner
internal import Testing

@Suite struct VerdictKindTests {
  @Test func `only what fails nobody gives 0, and no two others share a code`() {
    let good = VerdictKind.allCases.filter { $0.exitCode == 0 }
    #expect(good == [.passed, .quarantined, .leftOut])
    #expect(VerdictKind.allCases.filter(\.isAccepted) == good)
    let codes = VerdictKind.allCases.map(\.exitCode)
    #expect(Set(codes).count == codes.count - 2)
  }

  @Test func `codes stay clear of those of shells and of the argument parser`() {
    let codes = VerdictKind.allCases.filter { $0 != .interrupted }.map(\.exitCode)
    #expect(codes.allSatisfy { $0 < 126 && $0 != 64 })
  }

  @Test func `the table names every verdict`() {
    let lines = VerdictKind.table.split(separator: "\n")
    #expect(lines.count == VerdictKind.allCases.count)
    for (line, kind) in zip(lines, VerdictKind.allCases) {
      #expect(line.contains(" \(kind.rawValue) "))
      #expect(line.hasSuffix(kind.meaning))
    }
  }
}
