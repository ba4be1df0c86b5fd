@testable internal import GDBStub

/// What a processor is to go on with, and which of it it would refuse.
///
/// Source: Intel SDM volume 1, sections 3.3.7.1 and 10.5.1.2; volume 3, sections 17.2.4, 17.2.5 and
/// 17.3.1.4; volume 2, FXRSTOR, MOV to debug registers and WRMSR.
struct ModelProcessor {
  /// rip, rsp, and the bases of segments.
  var addresses: [UInt64] = []
  /// RFLAGS, and whether somebody waits for the exception that its trap flag leads to.
  var flags: UInt64 = 2
  var isTrapping = false
  /// The flags that interrupts have saved whose handlers have not ended, together.
  var savedFlags: UInt64 = 0
  /// MXCSR, and which of its bits there are.
  var (vectorControl, vectorMask): (UInt64, UInt64) = (0x1f80, 0xffff)
  /// DR0 to DR3, and DR7.
  var watched: [UInt64] = [0, 0, 0, 0]
  var watchControl: UInt64 = 0
  /// Where breakpoints are written.
  var breakpoints: [UInt64] = []

  /// Takes what a guest goes on with, and the memory of its table of breakpoints.
  init(_ session: Session<ModelTarget, ModelLine>, _ table: UnsafePointer<UInt8>) {
    let registers = session.registers
    addresses = [.rip, .rsp, .fsBase, .gsBase].map { registers[$0] }
    flags = registers[.flags]
    isTrapping = session.isTrapping
    registers.gatherControls()
    vectorControl = registers[.vectorControl]
    let mask = registers.bytes.number(at: RegisterBlock.floatPlace + 28, byteCount: 4)
    if mask != 0 { vectorMask = mask }
    watched = (0..<4).map { session.debugRegisters.addresses[$0] }
    watchControl = session.debugRegisters.control
    // Those that the entries of the stub would write.
    let wanted = (0..<session.breakpoints.count).filter {
      table[$0 * BreakpointTable.entryByteCount + 10] != 0
    }
    breakpoints = wanted.map { session.breakpoints.address($0) }
  }

  /// A processor that has nothing to refuse.
  init() {}

  /// What it refuses, or does otherwise than whoever asks for it would think.
  func refusals(_ machine: ModelMachine) -> [String] {
    var found: [String] = []
    for address in addresses where !Self.isCanonical(address) {
      found.append("no address: \(String(address, radix: 16))")
    }
    if vectorControl & ~vectorMask != 0 { found.append("bits that MXCSR does not have") }
    if flags & 0x100 != 0, !isTrapping { found.append("a trap that nobody waits for") }
    if isTrapping, (flags | savedFlags) & 0x100 == 0 { found.append("no trap for who waits") }
    for address in breakpoints
    where machine.range(address, 1) == nil || machine.forbidden.contains(address) {
      found.append("a breakpoint where none can be: \(String(address, radix: 16))")
    }
    return found + refusalsOfDebugRegisters()
  }

  private func refusalsOfDebugRegisters() -> [String] {
    var found: [String] = []
    // Bits 11, 12, 14, 15 and the upper half are reserved; 13 would trap the stub's own accesses.
    if watchControl & ~0xffff_07ff != 0 { found.append("bits that DR7 does not have") }
    for index in 0..<4 where watchControl >> UInt64(index * 2) & 3 != 0 {
      let kind = watchControl >> UInt64(16 + index * 4) & 15
      let byteCount = [1, 2, 8, 4][Int(kind >> 2)] as UInt64
      if kind & 3 == 2 { found.append("a watchpoint for ports") }
      if kind & 3 == 0, byteCount != 1 { found.append("code of more than a byte") }
      if watched[index] % byteCount != 0 { found.append("a watchpoint that is not aligned") }
      if !Self.isCanonical(watched[index]) { found.append("a watchpoint at no address") }
    }
    return found
  }

  private static func isCanonical(_ address: UInt64) -> Bool {
    address >> 47 == 0 || address >> 47 == 0x1_ffff
  }
}
