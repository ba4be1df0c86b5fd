/// What a file or the like holds, as far as answering needs to know it.
public struct Content: Sendable {
  /// How many bytes there are.
  public let byteCount: Int
  /// What they are, such as `text/html`.
  public var type: StaticString
  /// What tells them from an earlier state.
  public var entityTag: EntityTag?
  /// When they were modified, in seconds since the start of 1970.
  public var lastModified: Int?
  /// Adds a range of them to a buffer.
  let append: @Sendable (Range<Int>, inout [UInt8]) -> Void

  /// Makes a content.
  ///
  /// - Parameters:
  ///   - byteCount: How many bytes there are.
  ///   - type: What they are.
  ///   - append: Adds a range of them to a buffer; called when they are sent.
  public init(
    byteCount: Int, type: StaticString,
    append: @escaping @Sendable (Range<Int>, inout [UInt8]) -> Void
  ) {
    self.byteCount = byteCount
    self.type = type
    self.append = append
  }

  /// Makes a content of bytes in memory.
  public init(_ bytes: [UInt8], type: StaticString) {
    self.init(byteCount: bytes.count, type: type) { range, buffer in
      buffer.append(bytes.raw.extracting(range))
    }
    entityTag = EntityTag(hashing: bytes.raw)
  }
}
