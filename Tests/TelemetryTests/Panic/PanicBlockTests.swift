internal import Telemetry
internal import Testing

@Suite struct PanicBlockTests {
  private func lines(of record: PanicRecord) -> [String] {
    var buffer = ByteBuffer()
    PanicBlock(record).write(to: &buffer)
    return buffer.text.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func `prints a page fault`() {
    var record = PanicRecordTests.sample(frameCount: 5)
    record.registers = RegisterValues()
    record.registers.rip = 0xffff_ffff_8010_0000
    record.registers.cr2 = 0xdead_0000
    #expect(
      lines(of: record) == [
        "",
        "PANIC: processor exception: page fault: write to an unmapped page",
        "at 1234567 ns, vector 14, error code 0x0000000000000002",
        "rax    0x0000000000000000  rbx    0x0000000000000000  rcx    0x0000000000000000",
        "rdx    0x0000000000000000  rsi    0x0000000000000000  rdi    0x0000000000000000",
        "rbp    0x0000000000000000  rsp    0x0000000000000000  r8     0x0000000000000000",
        "r9     0x0000000000000000  r10    0x0000000000000000  r11    0x0000000000000000",
        "r12    0x0000000000000000  r13    0x0000000000000000  r14    0x0000000000000000",
        "r15    0x0000000000000000  rip    0xffffffff80100000  rflags 0x0000000000000000",
        "cr2    0x00000000dead0000  cr3    0x0000000000000000  cs     0x0000000000000000",
        "ss     0x0000000000000000",
        "frames: @0xffffffff80100000 0xffffffff80100010 0xffffffff80100020 0xffffffff80100030",
        "frames: 0xffffffff80100040",
        "END OF PANIC",
        "",
      ])
  }

  @Test func `lets no message tear the block`() {
    let record = PanicRecord(reason: .fatalError, message: "one\r\nEND OF PANIC\u{1b}[2J")
    #expect(lines(of: record)[1] == "PANIC: fatal error: one??END OF PANIC?[2J")
  }

  @Test func `says when there are no frames, or more than it has`() {
    #expect(
      lines(of: PanicRecord(reason: .trap, message: "")).suffix(3).first
        == "ss     0x0000000000000000")
    let deep = PanicRecordTests.sample(frameCount: 65)
    #expect(lines(of: deep).suffix(3).first == "frames: \u{2026}")
  }
}
