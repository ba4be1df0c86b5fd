internal import CInstructions
internal import CPU
internal import Drivers
internal import GDBStub

/// The second serial port, which is the debugger's alone.
struct DebuggerLine: DebugLine {
  /// The port, once `setUp` has found it.
  ///
  /// Safe: one core, and only the stub touches it, which nothing interrupts.
  nonisolated(unsafe) private static var port = UART16550(adopting: IOPorts(), base: base)

  /// The first of its eight ports.
  static var base: UInt16 { 0x2f8 }
  /// The input of the I/O APIC that it interrupts by.
  static var interruptInput: UInt8 { 3 }

  /// The port for those who only read or want interrupts, of which it keeps nothing: so that all
  /// addresses are known to the compiler.
  static var reader: UART16550<IOPorts> { UART16550(adopting: IOPorts(), base: base) }

  /// Sets the port up; false if the machine has none.
  static func setUp() -> Bool { UART16550(IOPorts(), base: base) != nil }

  /// Lets bytes of a packet gather: the host hands over as many at once as there is room for.
  static func take() {
    var reader = reader
    reader.disableReceiveInterrupt()
    cpu_out8(base + 2, 0xc1)
  }

  /// Has the first byte interrupt the guest.
  static func giveBack() {
    cpu_out8(base + 2, 0x01)
    var reader = reader
    reader.enableReceiveInterrupt()
  }

  func send(_ bytes: ByteBuffer) {
    for index in 0..<bytes.count { send(bytes[index]) }
  }

  /// Sends a byte, for however long the debugger takes to read what is before it: some seconds, and
  /// then it is lost, so that nobody can hold the guest for ever.
  private func send(_ byte: UInt8) {
    for _ in 0..<10_000_000 where unsafe Self.port.write(byte) { return }
  }
}
