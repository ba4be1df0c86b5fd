/// A part of a frame; valid only as long as the memory in which the frame lies.
///
/// It may be thrown in an error, and so must be sendable; nobody sends it to another thread.
public struct ByteView: @unchecked Sendable {
  private let start: UnsafeRawPointer?
  /// Where in the frame the part begins, for messages.
  public let offset: Int
  public let count: Int

  /// A whole frame.
  public init(_ buffer: UnsafeRawBufferPointer) {
    self.init(buffer.baseAddress, offset: 0, count: buffer.count)
  }

  private init(_ start: UnsafeRawPointer?, offset: Int, count: Int) {
    self.start = start
    self.offset = offset
    self.count = count
  }

  public subscript(index: Int) -> UInt8 {
    guard let start, index >= 0, index < count else { preconditionFailure("outside of the frame") }
    return start.load(fromByteOffset: index, as: UInt8.self)
  }

  /// A number of two bytes in network order.
  func word(at index: Int) -> UInt16 {
    UInt16(self[index]) << 8 | UInt16(self[index + 1])
  }

  /// A number of four bytes in network order.
  func long(at index: Int) -> UInt32 {
    UInt32(word(at: index)) << 16 | UInt32(word(at: index + 2))
  }

  /// A part of this part.
  ///
  /// - Precondition: It lies inside.
  func part(from index: Int, count: Int) -> ByteView {
    precondition(index >= 0 && count >= 0 && index + count <= self.count)
    return ByteView(start.map { $0 + index }, offset: offset + index, count: count)
  }

  func dropFirst(_ count: Int) -> ByteView {
    part(from: count, count: self.count - count)
  }

  func prefix(_ count: Int) -> ByteView {
    part(from: 0, count: min(count, self.count))
  }

  /// The first byte that is not zero; nil if all are.
  var firstNonZero: Int? {
    (0..<count).first { self[$0] != 0 }
  }

  /// The bytes themselves.
  public var buffer: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

  /// A copy of the bytes.
  public var array: [UInt8] { Array(buffer) }

  func equals(_ other: ByteView) -> Bool {
    count == other.count && buffer.elementsEqual(other.buffer)
  }
}

/// Numbers of bytes for people.
enum Hex {
  static func text(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  /// Pairs of digits with blanks between, the first ones of many.
  static func text(_ bytes: some Sequence<UInt8>, limit: Int = 16) -> String {
    let texts = bytes.prefix(limit + 1).map { text($0) }
    guard texts.count > limit else { return texts.joined(separator: " ") }
    return texts.prefix(limit).joined(separator: " ") + " …"
  }

  static func text(_ word: UInt16) -> String {
    "0x" + text(UInt8(word >> 8)) + text(UInt8(word & 0xff))
  }
}
