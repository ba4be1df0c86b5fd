/// Counters of one part of the guest, side by side in its memory, as the registry describes them.
///
/// | offset | size | |
/// |---|---|---|
/// | 0 | 8 | address of the names |
/// | 8 | 8 | address of the first value |
/// | 16 | 4 | bytes of the names |
/// | 20 | 2 | how many values there are |
/// | 22 | 1 | bytes from one value to the next |
/// | 23 | 1 | bytes of a value: 4 or 8 |
///
/// The names are UTF-8, one to a line, in the order of the values. A last name that ends with `#`
/// stands for all values that are left: `vector #` for `vector 0`, `vector 1` and so on.
public struct CounterGroup: Equatable, Sendable {
  /// Size in the registry, in bytes.
  public static var byteCount: Int { 24 }
  /// Most values that a group may have; a reader takes more for damage.
  public static var maximumCount: Int { 1024 }
  /// Longest text of names, in bytes.
  public static var maximumNameByteCount: Int { 16384 }

  public var namesAddress: UInt64
  public var valuesAddress: UInt64
  public var nameByteCount: UInt32
  public var count: UInt16
  public var stride: UInt8
  public var valueByteCount: UInt8

  /// Makes a group from its fields.
  public init(
    namesAddress: UInt64, valuesAddress: UInt64, nameByteCount: UInt32, count: UInt16,
    stride: UInt8 = 8, valueByteCount: UInt8 = 8
  ) {
    self.namesAddress = namesAddress
    self.valuesAddress = valuesAddress
    self.nameByteCount = nameByteCount
    self.count = count
    self.stride = stride
    self.valueByteCount = valueByteCount
  }

  /// Size of the memory from the first value to the end of the last, in bytes.
  public var byteCount: Int {
    count == 0 ? 0 : (Int(count) - 1) * Int(stride) + Int(valueByteCount)
  }

  init(from reader: inout ByteReader) throws(RecordError) {
    namesAddress = try reader.integer()
    valuesAddress = try reader.integer()
    nameByteCount = try reader.integer()
    count = try reader.integer()
    stride = try reader.integer()
    valueByteCount = try reader.integer()
    guard count <= Self.maximumCount, nameByteCount <= Self.maximumNameByteCount,
      valueByteCount == 4 || valueByteCount == 8, stride >= valueByteCount
    else { throw .malformed }
  }

  /// Hands over the name of each value.
  ///
  /// - Parameters:
  ///   - names: The names' bytes.
  ///   - count: How many values there are.
  ///   - body: Takes the index of a value and its name; values beyond the last name have none and
  ///     are left out.
  public static func forEachName(
    in names: RawSpan, count: Int, _ body: (_ index: Int, _ name: borrowing CounterName) -> Void
  ) {
    var start = 0
    var base = 0
    for index in 0..<count {
      guard start < names.byteCount else { return }
      var end = start
      while end < names.byteCount, names.byte(at: end) != 0x0a { end &+= 1 }
      let isNumbered = end > start && names.byte(at: end &- 1) == 0x23
      // Safe: the end was found behind the start, and before the end of the names.
      let text = unsafe names.extracting(
        unchecked: Range(uncheckedBounds: (start, isNumbered ? end &- 1 : end)))
      body(index, CounterName(text, number: isNumbered ? index &- base : nil))
      if !isNumbered {
        start = end &+ 1
        base = index &+ 1
      }
    }
  }
}
