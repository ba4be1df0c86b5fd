internal import Drivers
internal import Hardware
internal import Testing

/// The other end of a serial port at 0x3f8.
private final class FakeUART {
  let ports = FakePorts()
  var sent: [UInt8] = []
  var received: [UInt8] = []
  /// Bytes in the transmit FIFO.
  var queued = 0
  /// Whether the FIFO empties when its state is read.
  var drains = true
  private var scratch: UInt8 = 0
  private var lineControl: UInt8 = 0

  init() {
    ports.load = { self.load($0) }
    ports.store = { self.store($0, $1) }
  }

  private func load(_ port: UInt16) -> UInt8? {
    switch port {
    case 0x3f8: return received.isEmpty ? nil : received.removeFirst()
    case 0x3fd:
      if drains { queued = 0 }
      return (queued == 0 ? 0x60 : 0) | (received.isEmpty ? 0 : 1)
    case 0x3ff: return scratch
    default: return nil
    }
  }

  private func store(_ port: UInt16, _ value: UInt8) -> Bool {
    switch port {
    case 0x3f8 where lineControl & 0x80 == 0:
      queued += 1
      #expect(queued <= 16, "the FIFO overflows")
      sent.append(value)
    case 0x3fb: lineControl = value
    case 0x3ff: scratch = value
    case 0x3f8, 0x3f9, 0x3fa, 0x3fc: break
    default: return false
    }
    return true
  }
}

/// A driver in a box, because expectations cannot look into values that are not copyable.
private final class UARTBox {
  var uart: UART16550<FakePorts>

  init(_ device: FakeUART) { uart = UART16550(adopting: device.ports, base: 0x3f8) }

  func write(_ byte: UInt8) -> Bool { uart.write(byte) }
  func read() -> UInt8? { uart.read() }
}

@Suite struct UART16550Tests {
  @Test func `sets the line up with these accesses and no others`() {
    let device = FakeUART()
    let isThere = UART16550(device.ports, base: 0x3f8) != nil
    #expect(isThere)
    #expect(
      device.ports.accesses == [
        .write(8, 0x3ff, 0x5a), .read(8, 0x3ff, 0x5a),
        .write(8, 0x3f9, 0), .write(8, 0x3fb, 0x80), .write(8, 0x3f8, 1), .write(8, 0x3f9, 0),
        .write(8, 0x3fb, 0x03), .write(8, 0x3fa, 0x07), .write(8, 0x3fc, 0x0b),
      ])
  }

  @Test func `is absent where nothing answers`() {
    let ports = FakePorts()
    ports.load = { _ in 0xff }
    ports.store = { _, _ in true }
    let isThere = UART16550(ports, base: 0x3f8) != nil
    #expect(!isThere)
    #expect(ports.accesses.count == 2)
  }

  @Test func `sends bytes in order and looks at the line every sixteen`() {
    let device = FakeUART()
    let box = UARTBox(device)
    for byte in 0..<40 { #expect(box.write(UInt8(byte))) }
    #expect(device.sent == (0..<40).map { UInt8($0) })
    #expect(device.ports.accesses.filter { $0.direction == .read }.count == 3)
  }

  @Test func `drops bytes on a stuck line without waiting for each`() {
    let device = FakeUART()
    let box = UARTBox(device)
    for byte in 0..<16 { #expect(box.write(UInt8(byte))) }
    device.drains = false
    #expect(!box.write(16))
    device.ports.forget()
    #expect(!box.write(17))
    #expect(device.ports.accesses.count == 1)
    device.drains = true
    #expect(box.write(18))
    #expect(device.sent.last == 18)
    #expect(device.sent.count == 17)
  }

  @Test func `takes received bytes in order`() {
    let device = FakeUART()
    let box = UARTBox(device)
    #expect(box.read() == nil)
    device.received = [1, 2]
    #expect(box.read() == 1)
    #expect(box.read() == 2)
    #expect(box.read() == nil)
  }

  @Test func `switches the receive interrupt`() {
    let device = FakeUART()
    let box = UARTBox(device)
    box.uart.enableReceiveInterrupt()
    box.uart.disableReceiveInterrupt()
    #expect(device.ports.accesses == [.write(8, 0x3f9, 1), .write(8, 0x3f9, 0)])
  }
}
