/// What is said of a packet: whoever takes one returns this, and `dispatch` sends it.
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
  /// The reply was made, and is to be sent.
  case made = 253
  /// Nothing, or not yet: the guest goes on.
  case later = 254
  /// Nobody knows such a packet.
  case unknown = 255
}
