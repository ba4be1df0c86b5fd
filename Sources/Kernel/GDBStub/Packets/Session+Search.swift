internal import Telemetry

extension Session {
  /// Searches memory for bytes: address and number of bytes are the arguments.
  ///
  /// gdb waits for a few seconds only: no more than 16 MiB are looked at.
  @inline(never)
  mutating func search() {
    let pattern = scanner.rest
    guard !pattern.isEmpty, pattern.count <= 1024 else { return answer(.badPacket) }
    var (address, left) = (arguments[0], min(count(1), 1 << 24))
    while left >= pattern.count {
      let count = target.read(address, into: scratch.part(0, min(left, scratch.count)))
      guard count >= pattern.count else { break }
      if let found = Self.find(pattern, in: scratch.part(0, count)) {
        reply.begin()
        reply.write("1,%n", address &+ UInt64(truncatingIfNeeded: found))
        return send()
      }
      let step = count &- pattern.count &+ 1
      address &+= UInt64(truncatingIfNeeded: step)
      left &-= step
    }
    answer("0")
  }

  private static func find(_ pattern: ByteBuffer, in bytes: ByteBuffer) -> Int? {
    var start = 0
    while start &+ pattern.count <= bytes.count {
      if bytes.part(start, start &+ pattern.count).equals(pattern) { return start }
      start &+= 1
    }
    return nil
  }

  /// Sends the checksum of memory, by which gdb compares an image with what runs: address and
  /// number of bytes are the arguments.
  ///
  /// Source: Debugging with GDB, E.4, "qCRC": CRC-32 as sent by modems, not reflected.
  @inline(never)
  mutating func checksum() {
    var sum: UInt32 = 0xffff_ffff
    var (address, left) = (arguments[0], count(1))
    while left > 0 {
      let count = target.read(address, into: scratch.part(0, min(left, scratch.count)))
      guard count > 0 else { return answer(.badAddress) }
      var index = 0
      while index < count {
        sum = Self.add(scratch[index], to: sum)
        index &+= 1
      }
      address &+= UInt64(truncatingIfNeeded: count)
      left &-= count
    }
    reply.begin()
    reply.write("C%n", UInt64(sum))
    send()
  }

  private static func add(_ byte: UInt8, to sum: UInt32) -> UInt32 {
    var (sum, bit) = (sum ^ UInt32(byte) << 24, 0)
    while bit < 8 {
      sum = sum << 1 ^ (sum >> 31 != 0 ? 0x04c1_1db7 : 0)
      bit &+= 1
    }
    return sum
  }
}
