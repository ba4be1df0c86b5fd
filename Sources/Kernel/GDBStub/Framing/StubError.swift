/// Why something does not work, as gdb is told: a number of the system that gdb would know.
public enum StubError: UInt8, Sendable {
  /// It is not allowed, or cannot be.
  case refused = 1
  /// There is no such file.
  case noFile = 2
  /// There is no memory at an address, or it is that of a device.
  case badAddress = 14
  /// The packet makes no sense.
  case badPacket = 22
  /// There is no room for more.
  case noRoom = 28
}
