internal import CPU
internal import Drivers
internal import GDBStub

/// The second serial port, which is the debugger's alone.
struct DebuggerLine: DebugLine {
  /// The port; nil if the machine has none.
  ///
  /// Safe: one core, and only the stub touches it, which nothing interrupts.
  nonisolated(unsafe) static var port: UART16550<IOPorts>?

  /// The first of its eight ports.
  static var base: UInt16 { 0x2f8 }
  /// The input of the I/O APIC that it interrupts by.
  static var interruptInput: UInt8 { 3 }

  func send(_ bytes: ByteBuffer) {
    for index in 0..<bytes.count { unsafe Self.port?.write(bytes[index]) }
  }
}
