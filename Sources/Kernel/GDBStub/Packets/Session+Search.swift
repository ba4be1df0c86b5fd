internal import Telemetry

extension Session {
  /// Searches memory for bytes: address and number of bytes are the arguments.
  ///
  /// gdb waits for a few seconds only: no more than 16 MiB are looked at.
  @inline(never)
  mutating func search() -> Answer {
    let pattern = scanner.rest
    guard !pattern.isEmpty, pattern.count <= 1024 else { return .badPacket }
    var (address, left) = (arguments[0], min(count(1), 1 << 24))
    while left >= pattern.count {
      let piece = readPiece(address, left)
      guard piece.count >= pattern.count else { break }
      let found = Self.find(pattern, in: piece)
      if found >= 0 {
        reply.begin()
        reply.write("1,%n", address &+ UInt64(truncatingIfNeeded: found))
        return .made
      }
      let step = piece.count &- pattern.count &+ 1
      address &+= UInt64(truncatingIfNeeded: step)
      left &-= step
    }
    return say("0")
  }

  /// Where a pattern is found first; -1 if nowhere.
  private static func find(_ pattern: ByteBuffer, in bytes: ByteBuffer) -> Int {
    var start = 0
    while start &+ pattern.count <= bytes.count {
      if bytes.part(start, start &+ pattern.count).equals(pattern) { return start }
      start &+= 1
    }
    return -1
  }

  /// Reads the beginning of some memory, as much of it as there is room for and can be read.
  @inline(never)
  private mutating func readPiece(_ address: UInt64, _ byteCount: Int) -> ByteBuffer {
    let wanted = scratch.part(0, min(byteCount, scratch.count))
    return wanted.part(0, target.read(address, into: wanted))
  }

  /// Sends the checksum of memory, by which gdb compares an image with what runs: address and
  /// number of bytes are the arguments.
  ///
  /// Source: Debugging with GDB, E.4, "qCRC": CRC-32 as sent by modems, not reflected.
  @inline(never)
  mutating func checksum() -> Answer {
    var sum: UInt32 = 0xffff_ffff
    var (address, left) = (arguments[0], count(1))
    while left > 0 {
      let piece = readPiece(address, left)
      guard !piece.isEmpty else { return .badAddress }
      var index = 0
      while index < piece.count {
        sum = Self.add(piece[index], to: sum)
        index &+= 1
      }
      address &+= UInt64(truncatingIfNeeded: piece.count)
      left &-= piece.count
    }
    reply.begin()
    reply.write("C%n", UInt64(sum))
    return .made
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
