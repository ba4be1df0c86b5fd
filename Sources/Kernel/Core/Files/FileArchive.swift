/// Files in one piece of memory: an archive in cpio's "newc" format.
///
/// Nothing is copied and nothing is kept: every search walks the headers. What the archive says is
/// believed as far as it lies inside; from the first header on that makes no sense there are no
/// more files.
///
/// Source: cpio(5), "New ASCII Format".
public struct FileArchive: ~Escapable {
  private let bytes: RawSpan

  /// Takes the bytes of an archive; none at all are an archive without files.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) {
    self.bytes = bytes
  }

  /// Where the name and the contents of a file lie in the archive.
  public struct Entry: Equatable, Sendable {
    /// Offsets of the name's bytes.
    public let name: Range<Int>
    /// Offsets of the contents' bytes; may be empty.
    public let contents: Range<Int>
    /// Offset of the header that follows.
    fileprivate let next: Int
  }

  /// The first file; nil if there is none.
  public var first: Entry? { entry(at: 0) }

  /// The file after another; nil if that is the last.
  public func entry(after entry: Entry) -> Entry? { self.entry(at: entry.next) }

  /// The file with a name.
  ///
  /// - Parameter name: The whole path, without a slash before it.
  /// - Returns: Nil if there is none.
  public func entry(named name: RawSpan) -> Entry? {
    var entry = first
    while let found = entry {
      if found.name.count == name.byteCount, matches(found.name, name) { return found }
      entry = self.entry(after: found)
    }
    return nil
  }

  private func matches(_ range: Range<Int>, _ name: RawSpan) -> Bool {
    for offset in 0..<name.byteCount
    where bytes.littleEndian(at: range.lowerBound + offset, as: UInt8.self)
      != name.littleEndian(at: offset, as: UInt8.self)
    { return false }
    return true
  }

  /// The first regular file at an offset or after it.
  private func entry(at start: Int) -> Entry? {
    var offset = start
    while let (entry, mode) = header(at: offset) {
      if mode & Layout.kindMask == Layout.regularFile { return entry }
      offset = entry.next
    }
    return nil
  }

  /// Reads the header at an offset; nil if it is the last one, or if there is none.
  private func header(at offset: Int) -> (Entry, mode: Int)? {
    guard offset <= bytes.byteCount - Layout.headerByteCount, hasMagic(at: offset),
      let mode = number(at: offset + Layout.mode),
      let byteCount = number(at: offset + Layout.byteCount),
      let nameByteCount = number(at: offset + Layout.nameByteCount), nameByteCount > 1
    else { return nil }
    // Numbers have 32 bits, so that no sum here overflows.
    let name = offset + Layout.headerByteCount
    let contents = Self.aligned(name + nameByteCount)
    // The name ends with a zero, which is counted.
    let nameRange = name..<name + nameByteCount - 1
    guard contents + byteCount <= bytes.byteCount,
      !(nameRange.count == Layout.trailerByteCount && isTrailer(at: name))
    else { return nil }
    let end = contents + byteCount
    return (Entry(name: nameRange, contents: contents..<end, next: Self.aligned(end)), mode)
  }

  private func hasMagic(at offset: Int) -> Bool {
    // "0707", and "01" or, with sums of the contents, "02".
    bytes.littleEndian(at: offset, as: UInt32.self) == 0x3730_3730
      && bytes.littleEndian(at: offset + 4, as: UInt8.self) == 0x30
      && bytes.littleEndian(at: offset + 5, as: UInt8.self) &- 0x31 < 2
  }

  /// Whether the name at an offset is `TRAILER!!!`, which ends an archive.
  private func isTrailer(at offset: Int) -> Bool {
    bytes.littleEndian(at: offset, as: UInt64.self) == 0x2152_454c_4941_5254
      && bytes.littleEndian(at: offset + 8, as: UInt16.self) == 0x2121
  }

  /// Reads eight hexadecimal digits.
  private func number(at offset: Int) -> Int? {
    var value = 0
    for index in 0..<8 {
      let byte: UInt8 = bytes.littleEndian(at: offset + index)
      let digit: UInt8
      switch byte {
      case 0x30...0x39: digit = byte - 0x30
      case 0x41...0x46: digit = byte - 0x41 + 10
      case 0x61...0x66: digit = byte - 0x61 + 10
      default: return nil
      }
      value = value << 4 | Int(digit)
    }
    return value
  }

  private static func aligned(_ offset: Int) -> Int { (offset + 3) & ~3 }

  private enum Layout {
    static var mode: Int { 14 }
    static var byteCount: Int { 54 }
    static var nameByteCount: Int { 94 }
    static var headerByteCount: Int { 110 }
    static var trailerByteCount: Int { 10 }
    static var kindMask: Int { 0o170000 }
    static var regularFile: Int { 0o100000 }
  }
}
