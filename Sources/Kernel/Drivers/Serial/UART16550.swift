public import Hardware

/// A serial port as on every PC: a 16550 with its FIFOs.
///
/// Source: PC16550D data sheet (National Semiconductor, 1995), section 8.
public struct UART16550<IO: Ports & ~Copyable>: ByteChannel, ~Copyable {
  private var ports: IO
  private let base: UInt16
  /// How many bytes the transmit FIFO takes before its state must be looked at again.
  private var room = 0
  /// Whether the line did not move for so long that nobody waits for it any more.
  private var isStuck = false

  /// Sets a port up: 115,200 baud, 8 data bits, no parity, one stop bit, FIFOs on, no interrupts.
  ///
  /// The result is nil if there is no such device.
  ///
  /// - Parameters:
  ///   - ports: The ports of the processor.
  ///   - base: The first of its eight ports, such as 0x3f8 for the first serial port.
  public init?(_ ports: consuming IO, base: UInt16) {
    ports.write8(0x5a, to: base + Register.scratch)
    guard ports.read8(from: base + Register.scratch) == 0x5a else { return nil }
    ports.write8(0, to: base + Register.interrupts)
    ports.write8(LineControl.divisor, to: base + Register.lineControl)
    // 115,200 baud is the clock of 1.8432 MHz through 16, undivided.
    ports.write8(1, to: base + Register.divisorLow)
    ports.write8(0, to: base + Register.divisorHigh)
    ports.write8(LineControl.eightBits, to: base + Register.lineControl)
    // On, both emptied, an interrupt from the first byte on.
    ports.write8(0x07, to: base + Register.fifoControl)
    // Terminal ready, request to send, and the output that lets interrupts through on a PC.
    ports.write8(0x0b, to: base + Register.modemControl)
    self.init(adopting: ports, base: base)
  }

  /// Takes a port that has been set up before, such as for a last message.
  ///
  /// - Parameters:
  ///   - ports: The ports of the processor.
  ///   - base: The first of its eight ports.
  public init(adopting ports: consuming IO, base: UInt16) {
    self.ports = ports
    self.base = base
  }

  @discardableResult
  public mutating func write(_ byte: UInt8) -> Bool {
    if room == 0 {
      guard waitUntilEmpty() else { return false }
      room = Self.fifoByteCount
    }
    room -= 1
    ports.write8(byte, to: base + Register.data)
    return true
  }

  public mutating func read() -> UInt8? {
    guard lineStatus & LineStatus.received != 0 else { return nil }
    return ports.read8(from: base + Register.data)
  }

  /// Asks for an interrupt whenever a received byte waits.
  public mutating func enableReceiveInterrupt() {
    ports.write8(1, to: base + Register.interrupts)
  }

  /// Asks for no more interrupts.
  public mutating func disableReceiveInterrupt() {
    ports.write8(0, to: base + Register.interrupts)
  }

  /// Waits until the transmit FIFO is empty; a port that was stuck is looked at just once.
  private mutating func waitUntilEmpty() -> Bool {
    for _ in 0..<(isStuck ? 1 : Self.readLimit) where lineStatus & LineStatus.empty != 0 {
      isStuck = false
      return true
    }
    isStuck = true
    return false
  }

  private var lineStatus: UInt8 { ports.read8(from: base + Register.lineStatus) }

  /// Size of the transmit FIFO in bytes.
  private static var fifoByteCount: Int { 16 }
  /// How often the line is looked at before a byte is dropped: sixteen bytes leave in 1.4 ms, and a
  /// read of a port takes about 1 µs on hardware.
  private static var readLimit: Int { 100_000 }
}

/// Offsets of the ports.
private enum Register {
  static let data: UInt16 = 0
  static let divisorLow: UInt16 = 0
  static let interrupts: UInt16 = 1
  static let divisorHigh: UInt16 = 1
  static let fifoControl: UInt16 = 2
  static let lineControl: UInt16 = 3
  static let modemControl: UInt16 = 4
  static let lineStatus: UInt16 = 5
  static let scratch: UInt16 = 7
}

/// Values of the line control register.
private enum LineControl {
  static let eightBits: UInt8 = 0x03
  static let divisor: UInt8 = 0x80
}

/// Bits of the line status register.
private enum LineStatus {
  static let received: UInt8 = 0x01
  static let empty: UInt8 = 0x20
}
