internal import CInstructions
internal import CPU
internal import GDBStub

/// The registers of what the stub interrupted, between where the entries put them and gdb's order.
enum DebuggerRegisters {
  /// Reads them.
  static func load(_ block: RegisterBlock, from frame: UnsafePointer<InterruptFrame>) {
    // Safe: the entry passes its frame.
    let frame = unsafe frame.pointee
    let integers: [16 of UInt64] = [
      frame.rax, frame.rbx, frame.rcx, frame.rdx, frame.rsi, frame.rdi, frame.rbp, frame.rsp,
      frame.r8, frame.r9, frame.r10, frame.r11, frame.r12, frame.r13, frame.r14, frame.r15,
    ]
    for index in 0..<16 { block[.integer(index)] = integers[index] }
    block[.rip] = frame.rip
    block[.flags] = frame.rflags
    for index in 2..<6 { block[.segment(index)] = 0 }
    block[.segment(0)] = frame.cs
    block[.segment(1)] = frame.ss
    block.load(floatState: DebuggerState.floatState)
    block[.fsBase] = cpu_read_msr(0xc000_0100)
    block[.gsBase] = cpu_read_msr(0xc000_0101)
    for index in 0..<5 { block[.system(index)] = DebuggerState.systemRegister(index) }
    block[.system(5)] = cpu_read_msr(0xc000_0080)
    block[.interrupt] = frame.vector
    block[.errorCode] = frame.errorCode
  }

  /// Writes those that can be changed.
  static func store(_ block: RegisterBlock, to frame: UnsafeMutablePointer<InterruptFrame>) {
    // Safe: the entry passes its frame, and takes the registers from there.
    unsafe frame.pointee.rax = block[.integer(0)]
    unsafe frame.pointee.rbx = block[.integer(1)]
    unsafe frame.pointee.rcx = block[.integer(2)]
    unsafe frame.pointee.rdx = block[.integer(3)]
    unsafe frame.pointee.rsi = block[.integer(4)]
    unsafe frame.pointee.rdi = block[.integer(5)]
    unsafe frame.pointee.rbp = block[.rbp]
    unsafe frame.pointee.rsp = block[.rsp]
    unsafe frame.pointee.r8 = block[.integer(8)]
    unsafe frame.pointee.r9 = block[.integer(9)]
    unsafe frame.pointee.r10 = block[.integer(10)]
    unsafe frame.pointee.r11 = block[.integer(11)]
    unsafe frame.pointee.r12 = block[.integer(12)]
    unsafe frame.pointee.r13 = block[.integer(13)]
    unsafe frame.pointee.r14 = block[.integer(14)]
    unsafe frame.pointee.r15 = block[.integer(15)]
    unsafe frame.pointee.rip = block[.rip]
    unsafe frame.pointee.rflags = block[.flags]
    block.store(floatState: DebuggerState.floatState)
    if block[.fsBase] != cpu_read_msr(0xc000_0100) { cpu_write_msr(0xc000_0100, block[.fsBase]) }
    if block[.gsBase] != cpu_read_msr(0xc000_0101) { cpu_write_msr(0xc000_0101, block[.gsBase]) }
  }
}
