internal import TestRunner
internal import Testing

@Suite struct FindingTests {
  private let plain = ConsoleStyle(isColored: false, isInteractive: false)

  @Test func `lines up findings and gives their fixes`() {
    let findings = [
      Finding(.good, "QEMU", "7.2"), Finding(.limited, "curl", "missing", fix: "apt-get"),
    ]
    #expect(
      Finding.report(findings, style: plain) == [
        "✓ QEMU  7.2", "– curl  missing", "    fix: apt-get", "tests run, with 1 limitation",
      ])
  }

  @Test func `concludes`() {
    #expect(Finding.report([], style: plain) == ["everything is there"])
    let bad = Finding.report([Finding(.bad, "QEMU", "missing")], style: plain)
    #expect(bad.last == "tests cannot run on this machine as it is")
  }
}
