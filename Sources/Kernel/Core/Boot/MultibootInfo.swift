/// What a Multiboot 2 boot loader leaves in memory: a list of tags.
///
/// A tag that is too small to make sense is passed over; one that runs out of the list ends it.
/// What is asked for is given as offsets, empty if it is not there.
///
/// Source: Multiboot2 Specification 2.0, section 3.6.
public struct MultibootInfo: ~Escapable {
  private let bytes: RawSpan

  /// Information that claims to be larger than this is refused, in bytes.
  public static var maximumByteCount: Int { 1 << 20 }
  /// Bytes that say how large the whole is.
  public static var headerByteCount: Int { 8 }

  /// The size that the first bytes claim.
  ///
  /// - Returns: Nil if they are too few, or the size makes no sense.
  public static func byteCount(_ header: RawSpan) -> Int? {
    guard header.byteCount >= headerByteCount else { return nil }
    let byteCount = Int(header.littleEndian(at: 0, as: UInt32.self))
    guard (headerByteCount...maximumByteCount).contains(byteCount) else { return nil }
    return byteCount
  }

  /// Takes the tags; nil if there are fewer bytes than the first ones claim.
  @_lifetime(copy bytes)
  public init?(_ bytes: RawSpan) {
    guard let byteCount = Self.byteCount(bytes), byteCount <= bytes.byteCount else { return nil }
    self.bytes = bytes.extracting(first: byteCount)
  }

  /// Size of the whole, in bytes.
  public var byteCount: Int { bytes.byteCount }

  /// The memory map's entries.
  public var memoryMap: Range<Int> {
    let body = body(of: Tag.memoryMap, least: Tag.mapByteCount)
    return body.isEmpty ? body : body.lowerBound + Tag.mapHeaderByteCount..<body.upperBound
  }

  /// From one entry of the memory map to the next, in bytes; 0 if there is no map.
  public var entryByteCount: Int {
    let body = body(of: Tag.memoryMap, least: Tag.mapByteCount)
    return body.isEmpty ? 0 : Int(bytes.littleEndian(at: body.lowerBound, as: UInt32.self))
  }

  /// The command line, which a zero byte may end before its last byte.
  public var commandLine: Range<Int> { body(of: Tag.commandLine, least: 1) }

  /// The boot loader's name, which a zero byte may end before its last byte.
  public var loaderName: Range<Int> { body(of: Tag.loaderName, least: 1) }

  /// A copy of the ACPI root system description pointer, of the newest version that there is.
  public var rsdp: Range<Int> {
    let new = body(of: Tag.newPointer, least: 36)
    return new.isEmpty ? body(of: Tag.oldPointer, least: 20) : new
  }

  /// What the first tag of a kind holds, if that is at least some number of bytes.
  @inline(never)
  private func body(of wanted: UInt32, least: Int) -> Range<Int> {
    var offset = Self.headerByteCount
    while offset + Tag.headerByteCount <= byteCount {
      let kind = bytes.littleEndian(at: offset, as: UInt32.self)
      let size = Int(bytes.littleEndian(at: offset + 4, as: UInt32.self))
      guard kind != Tag.end, size >= Tag.headerByteCount, size <= byteCount - offset else { break }
      if kind == wanted, size - Tag.headerByteCount >= least {
        return offset + Tag.headerByteCount..<offset + size
      }
      // Tags start at multiples of 8.
      offset += (size + 7) & ~7
    }
    return 0..<0
  }

  private enum Tag {
    static var headerByteCount: Int { 8 }
    /// Size and version of an entry stand before the entries.
    static var mapHeaderByteCount: Int { 8 }
    /// A map of one entry.
    static var mapByteCount: Int { mapHeaderByteCount + MemoryMapEntry.byteCount }
    static var end: UInt32 { 0 }
    static var commandLine: UInt32 { 1 }
    static var loaderName: UInt32 { 2 }
    static var memoryMap: UInt32 { 6 }
    static var oldPointer: UInt32 { 14 }
    static var newPointer: UInt32 { 15 }
  }
}
