/// Reads what `ByteWriter` writes, from bytes that may be damaged: whatever is missing is nil.
struct ByteCursor {
  private let bytes: ArraySlice<UInt8>
  private(set) var offset: Int

  /// Begins at the first of some bytes.
  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    offset = bytes.startIndex
  }

  /// How many bytes are left.
  var rest: Int { bytes.endIndex - offset }

  /// Takes a byte.
  mutating func byte() -> UInt8? {
    guard offset < bytes.endIndex else { return nil }
    defer { offset += 1 }
    return bytes[offset]
  }

  /// Takes bytes; nil if there are not so many.
  mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, count <= rest else { return nil }
    defer { offset += count }
    return bytes[offset..<offset + count]
  }

  /// Takes an integer of a fixed width, lowest byte first.
  mutating func littleEndian<Number: FixedWidthInteger & UnsignedInteger>(
    _ type: Number.Type
  ) -> Number? {
    take(MemoryLayout<Number>.size)?.reversed().reduce(0) { $0 << 8 | Number($1) }
  }

  /// Takes a number in groups of seven bits.
  mutating func varint() -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard let byte = byte() else { return nil }
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return shift == 63 && byte > 1 ? nil : value }
    }
    return nil
  }

  /// Takes a signed number.
  mutating func zigzag() -> Int64? {
    varint().map { Int64(bitPattern: $0 >> 1) ^ -Int64(bitPattern: $0 & 1) }
  }

  /// Takes a number of things, of which each takes at least a byte of what is left.
  mutating func count() -> Int? {
    guard let value = varint(), value <= UInt64(rest) else { return nil }
    return Int(value)
  }

  /// Takes a text with its length before it; what is no UTF-8 is replaced.
  mutating func text() -> String? {
    count().flatMap { take($0) }.map { String(decoding: $0, as: UTF8.self) }
  }
}
