internal import CInstructions
internal import CPU
internal import Telemetry

extension RegisterValues {
  /// The registers of interrupted code.
  init(_ frame: InterruptFrame) {
    self.init()
    rax = frame.rax
    rbx = frame.rbx
    rcx = frame.rcx
    rdx = frame.rdx
    rsi = frame.rsi
    rdi = frame.rdi
    rbp = frame.rbp
    rsp = frame.rsp
    r8 = frame.r8
    r9 = frame.r9
    r10 = frame.r10
    r11 = frame.r11
    r12 = frame.r12
    r13 = frame.r13
    r14 = frame.r14
    r15 = frame.r15
    rip = frame.rip
    rflags = frame.rflags
    cr2 = cpu_read_cr2()
    cr3 = cpu_read_cr3()
    cs = frame.cs
    ss = frame.ss
  }
}
