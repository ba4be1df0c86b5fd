/// Bytes at a fixed place that lasts as long as the stub.
///
/// Every access is checked: one outside is a fault of the stub itself and ends the guest. A buffer
/// is one word, and bytes are reached by way of functions, as all of the stub hands buffers on.
public struct ByteBuffer {
  /// The address of the first byte; in the highest 16 bits how many there are.
  private let word: UInt64

  /// Takes bytes.
  ///
  /// - Parameters:
  ///   - base: The first byte; it and those behind it stay for the rest of the run.
  ///   - count: How many there are: at most 65,535.
  public init(unsafeBase base: UnsafeMutablePointer<UInt8>, count: Int) {
    self.init(UInt64(UInt(bitPattern: base)) | UInt64(UInt16(count)) << 48)
  }

  private static var addressMask: UInt64 { 0xffff_ffff_ffff }

  private init(_ word: UInt64) { self.word = word }

  /// How many bytes there are.
  public var count: Int { Int(truncatingIfNeeded: word >> 48) }

  /// Whether there is no byte.
  public var isEmpty: Bool { count == 0 }

  /// The byte at an index below `count`.
  public subscript(index: Int) -> UInt8 {
    @inline(never) get { unsafe place(index).pointee }
    @inline(never) nonmutating set { unsafe place(index).pointee = newValue }
  }

  private func place(_ index: Int) -> UnsafeMutablePointer<UInt8> {
    precondition(UInt(bitPattern: index) < UInt(word >> 48))
    // Safe: checked.
    return unsafe unsafeBase + index
  }

  /// A part of the bytes, in place.
  public subscript(range: Range<Int>) -> ByteBuffer { part(range.lowerBound, range.upperBound) }

  /// The bytes from one index to another, in place.
  @inline(never)
  public func part(_ start: Int, _ end: Int) -> ByteBuffer {
    let (start, end) = (UInt64(UInt(bitPattern: start)), UInt64(UInt(bitPattern: end)))
    precondition(start <= end && end <= word >> 48)
    return ByteBuffer((word & Self.addressMask) &+ start | (end &- start) << 48)
  }

  /// Takes bytes away from the beginning.
  @inline(never)
  mutating func take(_ count: Int) -> ByteBuffer {
    let taken = part(0, count)
    self = from(count)
    return taken
  }

  /// The bytes from an index on.
  public func from(_ index: Int) -> ByteBuffer { part(index, count) }

  /// Reads up to 8 bytes as a number, the lowest byte first.
  @inline(never)
  public func number(at index: Int, byteCount: Int) -> UInt64 {
    let base = unsafe part(index, index &+ byteCount).unsafeBase
    // Safe, all of these: there are as many bytes. Most numbers are words.
    if byteCount == 8 { return unsafe UnsafeRawPointer(base).loadUnaligned(as: UInt64.self) }
    var (value, place): (UInt64, Int) = (0, byteCount)
    while place > 0 {
      place &-= 1
      value = unsafe value << 8 | UInt64(base[place])
    }
    return value
  }

  /// Writes the lowest bytes of a number, the lowest first.
  @inline(never)
  public func store(_ value: UInt64, at index: Int, byteCount: Int) {
    let base = unsafe part(index, index &+ byteCount).unsafeBase
    var (value, place) = (value, 0)
    while place < byteCount {
      // Safe: there are as many bytes.
      unsafe base[place] = UInt8(truncatingIfNeeded: value)
      value >>= 8
      place &+= 1
    }
  }

  /// Copies bytes to the beginning; what does not fit is left out.
  @inline(never)
  public func copy(_ other: ByteBuffer) {
    // Safe: both have as many; they may overlap.
    unsafe UnsafeMutableRawPointer(unsafeBase).copyMemory(
      from: other.unsafeBase, byteCount: min(count, other.count))
  }

  /// Whether other bytes are the same.
  @inline(never)
  public func equals(_ other: ByteBuffer) -> Bool {
    guard count == other.count else { return false }
    var index = 0
    while index < count {
      guard self[index] == other[index] else { return false }
      index &+= 1
    }
    return true
  }

  /// Whether a text is all there is.
  public func equals(_ text: StaticString) -> Bool {
    count == text.utf8CodeUnitCount && begins(with: text)
  }

  /// Whether a text is at the beginning.
  @inline(never)
  public func begins(with text: StaticString) -> Bool {
    var (letters, index) = (StaticLetters(text), 0)
    while let letter = letters.take() {
      guard index < count, self[index] == letter else { return false }
      index &+= 1
    }
    return true
  }

  /// The first byte, for those who copy to or from memory.
  public var unsafeBase: UnsafeMutablePointer<UInt8> {
    // Safe: nobody has bytes at address 0.
    unsafe UnsafeMutablePointer(bitPattern: UInt(word & Self.addressMask)).unsafelyUnwrapped
  }

  /// A number in decimal that is all there is; nil if it is none.
  public var decimal: UInt64? {
    guard !isEmpty, count < 19 else { return nil }
    var (value, index): (UInt64, Int) = (0, 0)
    while index < count {
      let digit = self[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value &* 10 &+ UInt64(digit)
      index &+= 1
    }
    return value
  }
}
