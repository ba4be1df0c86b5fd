internal import TestRunner
internal import Testing

@Suite struct VerdictKindTests {
  @Test func `only a pass gives 0, and no two share a code`() {
    let codes = VerdictKind.allCases.map(\.exitCode)
    #expect(codes.filter { $0 == 0 }.count == 1)
    #expect(VerdictKind.passed.exitCode == 0)
    #expect(Set(codes).count == codes.count)
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
