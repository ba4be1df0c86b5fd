internal import Telemetry

extension Session {
  /// Searches memory for bytes, also behind what cannot be read: address and number of bytes are
  /// the arguments.
  @inline(never)
  mutating func search() -> Answer {
    let pattern = scanner.rest
    guard !pattern.isEmpty, pattern.count <= 1024 else { return .badPacket }
    var (address, left, sum) = (arguments[0], count(1), 0)
    while left >= pattern.count {
      let piece = readPiece(address, left)
      var step = piece.count &- pattern.count &+ 1
      if step > 0 {
        let found = Self.find(pattern, in: piece)
        if found >= 0 {
          reply.begin()
          reply.write("1,%n", address &+ UInt64(truncatingIfNeeded: found))
          return .made
        }
      } else {
        let next = memory(behind: address &+ UInt64(truncatingIfNeeded: piece.count))
        guard next > address, next &- address < UInt64(left) else { break }
        step = Int(truncatingIfNeeded: next &- address)
      }
      address &+= UInt64(truncatingIfNeeded: step)
      left &-= step
      // gdb waits for two seconds; of this it takes no notice, and waits on.
      sum &+= piece.count
      if sum > 4 << 20 {
        send(UInt8(ascii: "+"))
        sum = 0
      }
    }
    return say("0")
  }

  /// The first address where memory may be again, from the next page on; 0 if there is none.
  @inline(never)
  private mutating func memory(behind address: UInt64) -> UInt64 {
    let page = (address | 4095) &+ 1
    var (next, index) = (0 as UInt64, target.memoryRangeCount)
    while index > 0 {
      index &-= 1
      let range = target.memoryRange(index)
      if range.upperBound > page { next = max(page, range.lowerBound) }
    }
    return next
  }

  /// Where a pattern is found first; -1 if nowhere.
  private static func find(_ pattern: ByteBuffer, in bytes: ByteBuffer) -> Int {
    let (first, base) = unsafe (pattern[0], bytes.unsafeBase)
    let end = bytes.count &- pattern.count
    var start = 0
    while start <= end {
      // Safe: the pattern is within the bytes. Nearly all of them are only compared with its first.
      if unsafe base[start] == first, bytes.part(start, start &+ pattern.count).equals(pattern) {
        return start
      }
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
