/// The checksum of IPv4, ICMP, IGMP, UDP and TCP.
///
/// Source: RFC 1071.
struct InternetChecksum {
  private var sum: UInt64 = 0

  /// Adds bytes that begin at an even place of what is summed.
  mutating func add(_ view: ByteView) {
    let bytes = view.buffer
    var index = 0
    // The sum of 32-bit words in either order folds to that of 16-bit words in the same order.
    while index + 4 <= bytes.count {
      sum &+= UInt64(bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self).bigEndian)
      index += 4
    }
    if index + 2 <= bytes.count {
      sum &+= UInt64(bytes.loadUnaligned(fromByteOffset: index, as: UInt16.self).bigEndian)
      index += 2
    }
    if index < bytes.count { sum &+= UInt64(bytes[index]) << 8 }
  }

  mutating func add(_ word: UInt16) { sum &+= UInt64(word) }

  mutating func add(_ long: UInt32) { sum &+= UInt64(long) }

  /// The one's complement sum; 0xffff for sound data that contains its checksum.
  var folded: UInt16 {
    var rest = sum
    while rest > 0xffff { rest = (rest >> 16) + (rest & 0xffff) }
    return UInt16(rest)
  }

  /// The sum of addresses, protocol and length that UDP and TCP add to their own.
  static func pseudoHeader(_ packet: IPv4View, protocol number: UInt8, count: Int) -> Self {
    var checksum = InternetChecksum()
    checksum.add(packet.source)
    checksum.add(packet.destination)
    checksum.add(UInt16(number))
    checksum.add(UInt32(count))
    return checksum
  }

  /// What a checksum field should hold, given what it holds and the sum over all.
  ///
  /// - Parameters:
  ///   - found: The field's value.
  ///   - folded: The sum over everything, the field included.
  /// - Returns: The right value.
  static func expected(found: UInt16, folded: UInt16) -> UInt16 {
    // The field is taken out of the sum: to subtract is to add the complement.
    var rest = UInt32(folded) + UInt32(~found)
    while rest > 0xffff { rest = (rest >> 16) + (rest & 0xffff) }
    return ~UInt16(rest)
  }
}
