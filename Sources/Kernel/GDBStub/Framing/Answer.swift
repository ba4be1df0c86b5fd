/// What is said of a packet that asks for nothing but to be followed.
enum Answer: UInt8 {
  /// It was followed.
  case done = 0
  /// Why it was not, as a number of the system that gdb would know: it is not allowed, or cannot
  /// be.
  case refused = 1
  /// There is no memory at an address, or it is that of a device.
  case badAddress = 14
  /// The packet makes no sense.
  case badPacket = 22
  /// There is no room for more.
  case noRoom = 28
  /// Nobody knows such a packet.
  case unknown = 255
}
