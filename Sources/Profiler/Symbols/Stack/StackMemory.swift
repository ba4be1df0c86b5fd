/// Reads words of a stack in larger pieces: each read of a guest costs about a millisecond.
struct StackMemory {
  /// Bytes that are asked for at a time.
  private static let pieceByteCount = 1024

  private let read: (UInt64, Int) -> [UInt8]?
  private var start: UInt64 = 0
  private var piece: [UInt8] = []

  /// Reads through a closure.
  ///
  /// - Parameter read: Gives bytes from an address on, as many as asked for; nil if it cannot.
  init(_ read: @escaping (UInt64, Int) -> [UInt8]?) {
    self.read = read
  }

  /// Reads 8 bytes, lowest first.
  ///
  /// - Returns: The word; nil if the address is not that of a word, or cannot be read.
  mutating func word(at address: UInt64) -> UInt64? {
    guard address % 8 == 0, address <= .max - 8 else { return nil }
    if address < start || address - start + 8 > UInt64(piece.count) { fetch(address) }
    guard address >= start, address - start + 8 <= UInt64(piece.count) else { return nil }
    let offset = Int(address - start)
    return piece[offset..<offset + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Reads a piece, or just a word where memory ends.
  private mutating func fetch(_ address: UInt64) {
    start = address
    piece = []
    for byteCount in [Self.pieceByteCount, 8] where address <= .max - UInt64(byteCount) {
      guard let bytes = read(address, byteCount), bytes.count == byteCount else { continue }
      piece = bytes
      return
    }
  }
}
