internal import Telemetry

extension Session {
  /// Searches memory for bytes.
  ///
  /// gdb waits for a few seconds only: no more than 16 MiB are looked at.
  mutating func search(_ packet: PacketScanner) {
    var scanner = packet
    guard let start = scanner.takeNumber(), scanner.take(UInt8(ascii: ";")),
      let byteCount = scanner.takeCount(), scanner.take(UInt8(ascii: ";")),
      !scanner.rest.isEmpty, scanner.rest.count <= 1024
    else {
      answer(.badPacket)
      return
    }
    let pattern = scanner.rest
    var position: UInt64 = 0
    let end = UInt64(min(byteCount, 1 << 24))
    while position + UInt64(pattern.count) <= end {
      let wanted = Int(min(end - position, UInt64(scratch.count)))
      let count = target.read(start &+ position, into: scratch[0..<wanted])
      guard count >= pattern.count else { break }
      if let found = Self.find(pattern, in: scratch[0..<count]) {
        let address = start &+ position &+ UInt64(found)
        reply.begin()
        reply.write("1,")
        reply.write(number: address)
        return send()
      }
      position += UInt64(count - pattern.count + 1)
    }
    answer("0")
  }

  private static func find(_ pattern: ByteBuffer, in bytes: ByteBuffer) -> Int? {
    for start in 0...bytes.count - pattern.count {
      var index = 0
      while index < pattern.count, bytes[start + index] == pattern[index] { index += 1 }
      if index == pattern.count { return start }
    }
    return nil
  }

  /// Sends the checksum of memory, by which gdb compares an image with what runs.
  ///
  /// Source: Debugging with GDB, E.4, "qCRC": CRC-32 as sent by modems, not reflected.
  mutating func checksum(_ packet: PacketScanner) {
    var scanner = packet
    guard let start = scanner.takeNumber(), scanner.take(UInt8(ascii: ",")),
      let byteCount = scanner.takeCount()
    else {
      answer(.badPacket)
      return
    }
    var sum: UInt32 = 0xffff_ffff
    var position = 0
    while position < byteCount {
      let wanted = min(byteCount - position, scratch.count)
      let count = target.read(start &+ UInt64(position), into: scratch[0..<wanted])
      guard count > 0 else {
        answer(.badAddress)
        return
      }
      for index in 0..<count { sum = Self.add(scratch[index], to: sum) }
      position += count
    }
    reply.begin()
    reply.write("C")
    reply.write(number: UInt64(sum))
    send()
  }

  private static func add(_ byte: UInt8, to sum: UInt32) -> UInt32 {
    var sum = sum ^ UInt32(byte) << 24
    for _ in 0..<8 { sum = sum << 1 ^ (sum >> 31 != 0 ? 0x04c1_1db7 : 0) }
    return sum
  }
}
