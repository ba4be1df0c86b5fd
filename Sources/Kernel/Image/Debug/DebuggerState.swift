internal import Boot
internal import GDBStub

/// What the entries of exceptions share with the stub: `Sources/Kernel/Boot/debugger.S`.
enum DebuggerState {
  /// What the processor says of the exception: DR6.
  static var status: UInt64 { word(56) }
  /// What DR7 is to be when the guest goes on.
  static func setControl(_ value: UInt64) { setWord(64, value) }
  /// What DR0 to DR3 are to be when the guest goes on.
  static func setAddress(_ index: Int, _ value: UInt64) { setWord(72 + index * 8, value) }
  /// How many entries the table of breakpoints has.
  static func setBreakpointCount(_ count: Int) { setWord(8, UInt64(count)) }
  /// Whether breakpoints are asked for a detour first.
  static func setMayPass(_ mayPass: Bool) { setWord(16, mayPass ? 1 : 0) }
  /// Where a vector's interrupt goes on that is nothing of the stub's.
  static func setNextEntry(_ vector: UInt8, _ address: UInt64) {
    setWord(128 + Int(vector) * 8, address)
  }

  /// The table of breakpoints.
  static var breakpoints: ByteBuffer {
    buffer(address_of_debugger_breakpoints(), 256 * BreakpointTable.entryByteCount)
  }
  /// Memory for the stub's buffers.
  static var memory: ByteBuffer { buffer(address_of_debugger_memory(), 36864) }

  /// Memory for frames that passed.
  static var frames: ByteBuffer { buffer(address_of_debugger_frames(), 61440) }

  /// The part of it that nobody uses while a command runs.
  static var monitorMemory: ByteBuffer { memory[Debugger.KernelSession.spareMemory] }

  @inline(never)
  private static func word(_ offset: Int) -> UInt64 {
    buffer(address_of_debugger_state(), 384).number(at: offset, byteCount: 8)
  }

  @inline(never)
  private static func setWord(_ offset: Int, _ value: UInt64) {
    buffer(address_of_debugger_state(), 384).store(value, at: offset, byteCount: 8)
  }

  private static func buffer(_ address: UInt64, _ count: Int) -> ByteBuffer {
    // Safe: the entries' file reserves as many bytes for this alone.
    unsafe ByteBuffer(
      unsafeBase: UnsafeMutablePointer(bitPattern: UInt(address)).unsafelyUnwrapped, count: count)
  }
}
