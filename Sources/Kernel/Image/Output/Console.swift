internal import CPU
internal import Drivers
public import Telemetry

/// The console: text for people, on the first serial port.
public struct Console: ByteSink, Sendable {
  init() {}

  /// Writes one byte; before a line feed goes a carriage return, as terminals want it.
  // Not inlined: a byte takes the port longer than the call, and many places write one.
  @inline(never)
  public func write(_ byte: UInt8) {
    if byte == 0x0a { sendToConsole(0x0d) }
    sendToConsole(byte)
  }
}

extension Console {
  /// Writes a text and ends the line.
  public func print(_ text: StaticString) {
    var console = self
    console.write(text)
    console.write(0x0a)
  }

  /// Writes a text, a number and ends the line.
  public func print(_ text: StaticString, _ value: Int) {
    var console = self
    console.write(text)
    if value < 0 { console.write(0x2d) }
    console.write(decimal: UInt64(value.magnitude))
    console.write(0x0a)
  }
}

/// Sends a byte; a function of no type, of which there is one in an image.
@inline(never)
private func sendToConsole(_ byte: UInt8) {
  // Safe: one core, and no interrupt handler writes unless it ends the guest.
  _ = unsafe serialPort?.write(byte)
}
