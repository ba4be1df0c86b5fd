/// A short text that lives where it is declared: UTF-8 bytes, at most `capacity` of them.
///
/// What does not fit is cut off between two characters. The bytes need not be valid UTF-8: they
/// may come from a guest that is falling apart.
public struct InlineText<let capacity: Int>: Sendable {
  private var storage = InlineArray<capacity, UInt8>(repeating: 0)
  /// Bytes of the text.
  public private(set) var byteCount = 0

  /// Makes an empty text.
  public init() {}

  /// Copies bytes, as many as fit.
  public init(_ bytes: borrowing RawSpan) {
    let fitting = Self.fittingByteCount(of: bytes)
    for index in 0..<fitting {
      storage[index] = bytes.byte(at: index)
    }
    byteCount = fitting
  }

  /// Copies a text known to the compiler, as much of it as fits.
  public init(_ text: StaticString) {
    self.init()
    write(text)
  }

  /// Reads a byte of the text.
  ///
  /// - Precondition: The index is below the byte count.
  public subscript(index: Int) -> UInt8 {
    precondition(index < byteCount, "index beyond the text")
    return storage[index]
  }

  /// Copies the bytes into a collection, such as an array from which a string can be made.
  ///
  /// A text is no collection itself, as those have members that allocate.
  public func copy<Bytes: RangeReplaceableCollection>(as type: Bytes.Type = Bytes.self) -> Bytes
  where Bytes.Element == UInt8 {
    var bytes = Bytes()
    for index in 0..<byteCount {
      bytes.append(storage[index])
    }
    return bytes
  }

  /// Bytes that fit without cutting a character in two.
  private static func fittingByteCount(of bytes: borrowing RawSpan) -> Int {
    guard bytes.byteCount > capacity else { return bytes.byteCount }
    var count = capacity
    // A character is at most four bytes, of which those after the first begin with the bits 10.
    while count > 0, count + 3 > capacity, bytes.byte(at: count) & 0xc0 == 0x80 { count -= 1 }
    return count
  }
}

extension InlineText: ByteSink {
  /// Appends a byte; drops it if the text is full.
  public mutating func write(_ byte: UInt8) {
    guard byteCount < capacity else { return }
    storage[byteCount] = byte
    byteCount += 1
  }
}

extension InlineText: Equatable {
  public static func == (left: Self, right: Self) -> Bool {
    guard left.byteCount == right.byteCount else { return false }
    for index in 0..<left.byteCount where left.storage[index] != right.storage[index] {
      return false
    }
    return true
  }
}

extension InlineText: ExpressibleByStringLiteral {
  public init(stringLiteral text: StaticString) {
    self.init(text)
  }
}

extension InlineText {
  /// Reads a text: its byte count in two bytes, then its bytes.
  ///
  /// - Parameter reader: Where the text begins; moved past it.
  /// - Throws: `truncated` if the bytes end before the text does, `malformed` if the text is longer
  ///   than any that a sender of this version writes.
  init(from reader: inout ByteReader) throws(RecordError) {
    self.init()
    let count = Int(try reader.integer(UInt16.self))
    guard count <= capacity else { throw .malformed }
    guard count <= reader.remainingByteCount else { throw .truncated }
    for _ in 0..<count {
      write(try reader.integer(UInt8.self))
    }
  }

  /// Writes the text as the initialiser reads it.
  func write<Sink: ByteSink & ~Copyable>(to sink: inout Sink) {
    sink.write(littleEndian: UInt16(byteCount))
    writeBytes(to: &sink)
  }

  /// Writes the bytes alone.
  func writeBytes<Sink: ByteSink & ~Copyable>(to sink: inout Sink) {
    for index in 0..<byteCount {
      sink.write(storage[index])
    }
  }
}
