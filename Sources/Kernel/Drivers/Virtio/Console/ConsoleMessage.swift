/// What the two sides of a console tell each other about its ports.
///
/// Source: Virtio 1.2, section 5.3.6.2 (struct virtio_console_control).
struct ConsoleMessage: Equatable {
  /// What happened.
  ///
  /// Source: Virtio 1.2, section 5.3.6.2, VIRTIO_CONSOLE_*.
  enum Event: UInt16 {
    case deviceReady = 0
    case portAdded = 1
    case portRemoved = 2
    case portReady = 3
    case consolePort = 4
    case resized = 5
    case portOpened = 6
    case portNamed = 7
  }

  /// Size in bytes, without the name that follows some.
  static let byteCount = 8

  /// Number of the port.
  var port: UInt32
  /// What happened, a number of `Event`.
  var event: UInt16
  /// What belongs to it: 1 for yes, 0 for no.
  var value: UInt16

  /// Makes a message of the driver's.
  init(_ event: Event, port: UInt32, value: UInt16) {
    self.port = port
    self.event = event.rawValue
    self.value = value
  }

  /// Reads a message of the device's.
  ///
  /// - Returns: Nil if it is cut off.
  init?(_ bytes: RawSpan) {
    guard bytes.byteCount >= Self.byteCount else { return nil }
    // Safe: the loads check their bounds, and any bits are a number.
    port = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt32.self)
    event = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: 4, as: UInt16.self)
    value = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: 6, as: UInt16.self)
  }

  /// Writes the message.
  ///
  /// - Precondition: There is room for `byteCount` bytes.
  func write(to bytes: inout MutableRawSpan) {
    bytes.storeBytes(of: port, toByteOffset: 0, as: UInt32.self)
    bytes.storeBytes(of: event, toByteOffset: 4, as: UInt16.self)
    bytes.storeBytes(of: value, toByteOffset: 6, as: UInt16.self)
  }
}
