/// Bytes at a fixed place that lasts as long as the stub.
///
/// Every access is checked: one outside is a fault of the stub itself and ends the guest.
@safe
public struct ByteBuffer {
  private let base: UnsafeMutablePointer<UInt8>
  /// How many bytes there are.
  public let count: Int

  /// Takes bytes.
  ///
  /// - Parameters:
  ///   - base: The first byte; it and those behind it stay for the rest of the run.
  ///   - count: How many there are.
  public init(unsafeBase base: UnsafeMutablePointer<UInt8>, count: Int) {
    unsafe self.base = unsafe base
    self.count = count
  }

  /// Whether there is no byte.
  public var isEmpty: Bool { count == 0 }

  /// The byte at an index below `count`.
  public subscript(index: Int) -> UInt8 {
    @inline(__always) get {
      precondition(index >= 0 && index < count)
      // Safe: checked.
      return unsafe base[index]
    }
    @inline(__always) nonmutating set {
      precondition(index >= 0 && index < count)
      // Safe: checked.
      unsafe base[index] = newValue
    }
  }

  /// A part of the bytes, in place.
  public subscript(range: Range<Int>) -> ByteBuffer {
    @inline(never) get {
      precondition(range.lowerBound >= 0 && range.upperBound <= count)
      // Safe: checked.
      return unsafe ByteBuffer(unsafeBase: base + range.lowerBound, count: range.count)
    }
  }

  /// The bytes from an index on.
  public func from(_ index: Int) -> ByteBuffer { self[index..<count] }

  /// Reads up to 8 bytes as a number, the lowest byte first.
  @inline(never)
  public func number(at index: Int, byteCount: Int) -> UInt64 {
    var value: UInt64 = 0
    for place in 0..<byteCount { value |= UInt64(self[index + place]) << UInt64(place * 8) }
    return value
  }

  /// Writes the lowest bytes of a number, the lowest first.
  @inline(never)
  public func store(_ value: UInt64, at index: Int, byteCount: Int) {
    for place in 0..<byteCount {
      self[index + place] = UInt8(truncatingIfNeeded: value >> UInt64(place * 8))
    }
  }

  /// Copies bytes to the beginning; what does not fit is left out.
  @inline(never)
  public func copy(_ other: ByteBuffer) {
    for index in 0..<min(count, other.count) { self[index] = other[index] }
  }

  /// Whether other bytes are the same.
  @inline(never)
  public func equals(_ other: ByteBuffer) -> Bool {
    guard count == other.count else { return false }
    for index in 0..<count where self[index] != other[index] { return false }
    return true
  }

  /// Whether a text is all there is.
  @inline(never)
  public func equals(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    return begins(with: text)
  }

  /// Whether a text is at the beginning.
  @inline(never)
  public func begins(with text: StaticString) -> Bool {
    guard count >= text.utf8CodeUnitCount else { return false }
    for index in 0..<text.utf8CodeUnitCount {
      // Safe: the text has as many bytes.
      guard unsafe self[index] == text.utf8Start[index] else { return false }
    }
    return true
  }

  /// The first byte, for those who copy to or from memory.
  public var unsafeBase: UnsafeMutablePointer<UInt8> { unsafe base }

  /// A number in decimal that is all there is; nil if it is none.
  public var decimal: UInt64? {
    guard !isEmpty, count < 19 else { return nil }
    var value: UInt64 = 0
    for index in 0..<count {
      let digit = self[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value * 10 + UInt64(digit)
    }
    return value
  }
}
