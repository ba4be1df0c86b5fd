internal import Telemetry

extension Session {
  /// Sends memory, what comes before the first byte that cannot be read: address and number of
  /// bytes are the arguments.
  ///
  /// In binary it is sent as it is, behind a letter.
  @inline(never)
  mutating func readMemory(isBinary: Bool) -> Answer {
    // Two digits a byte, or as many bytes where each is escaped, and what is around a packet.
    let wanted = min(count(1), (Self.packetByteCount - 12) / 2)
    let readable = readMemory(arguments[0], into: scratch.part(0, wanted))
    guard readable > 0 || wanted == 0 else { return .badAddress }
    reply.begin()
    if isBinary {
      reply.write(UInt8(ascii: "b"))
      reply.beginWindow(offset: 0, byteCount: readable)
    } else {
      reply.beginDigits()
    }
    var index = 0
    while index < readable {
      reply.write(scratch[index])
      index &+= 1
    }
    return .made
  }

  /// Changes memory: all of it, or nothing.
  @inline(never)
  mutating func writeMemory(isBinary: Bool) -> Answer {
    guard let bytes = isBinary ? scanner.rest : scanner.takeHexadecimalBytes(),
      bytes.count == count(1)
    else { return .badPacket }
    return bytes.isEmpty || target.write(bytes, to: arguments[0]) ? .done : .badAddress
  }
}
