internal import Telemetry

extension Session {
  /// Sends memory: what comes before the first byte that cannot be read.
  mutating func readMemory(_ packet: PacketScanner) {
    var scanner = packet
    guard let address = scanner.takeNumber(), scanner.take(UInt8(ascii: ",")),
      let count = scanner.takeCount(), scanner.isAtEnd
    else {
      answer(.badPacket)
      return
    }
    let wanted = min(count, scratch.count, (Self.packetByteCount - 8) / 2)
    let readable = readMemory(address, into: scratch[0..<wanted])
    guard readable > 0 || wanted == 0 else { return answer(.badAddress) }
    reply.begin()
    reply.write(digitsOf: scratch[0..<readable])
    send()
  }

  /// Changes memory: all of it, or nothing.
  mutating func writeMemory(_ packet: PacketScanner, isBinary: Bool) {
    var scanner = packet
    guard let address = scanner.takeNumber(), scanner.take(UInt8(ascii: ",")),
      let count = scanner.takeCount(), scanner.take(UInt8(ascii: ":")),
      let bytes = isBinary ? scanner.rest : scanner.takeHexadecimalBytes(), bytes.count == count
    else {
      answer(.badPacket)
      return
    }
    let isDone = bytes.isEmpty || target.write(bytes, to: address)
    answer(isDone, else: .badAddress)
  }
}
