internal import Telemetry

extension Session {
  /// Sends memory, what comes before the first byte that cannot be read: address and number of
  /// bytes are the arguments.
  @inline(never)
  mutating func readMemory() -> Answer {
    // Two digits a byte, and what is around a packet.
    let wanted = min(count(1), min(scratch.count, (Self.packetByteCount - 8) / 2))
    let readable = readMemory(arguments[0], into: scratch.part(0, wanted))
    guard readable > 0 || wanted == 0 else { return .badAddress }
    reply.begin()
    reply.write(digitsOf: scratch.part(0, readable))
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
