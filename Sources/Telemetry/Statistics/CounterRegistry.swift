/// Where the parts of a guest say which counters they keep, for readers inside and outside.
///
/// Lies at the symbol `kernel_counter_groups`. Integers go lowest byte first:
///
/// | offset | size | |
/// |---|---|---|
/// | 0 | 8 | magic, the bytes `SWFTCNTR` |
/// | 8 | 4 | version, 2 |
/// | 12 | 4 | how many groups follow, at most 32 |
/// | 16 | 24 each | the groups: `CounterGroup` |
///
/// Counting itself never comes here: it adds to a value where that lies.
public struct CounterRegistry: Sendable {
  /// Size in guest memory, in bytes.
  public static var byteCount: Int { 16 + capacity * CounterGroup.byteCount }
  /// Most groups.
  public static var capacity: Int { 32 }
  /// First 8 bytes.
  public static var magic: UInt64 { 0x5254_4e43_5446_5753 }
  /// Version of the layout.
  public static var version: UInt32 { 2 }

  private var magic = CounterRegistry.magic
  private var version = CounterRegistry.version
  private var groupCount: UInt32 = 0
  /// Nothing but zeros at first, which takes less code than anything else.
  private var groups = InlineArray<32, CounterGroup>(
    repeating: CounterGroup(
      namesAddress: 0, valuesAddress: 0, nameByteCount: 0, count: 0, stride: 0, valueByteCount: 0))

  /// Makes a registry without groups.
  public init() {}

  /// Reads a registry from a copy of guest memory.
  ///
  /// - Parameter bytes: The bytes from the symbol on; bytes behind the groups are left alone.
  /// - Throws: `truncated` if they end too early, `malformed` if they are none of this version.
  public init(decoding bytes: RawSpan) throws(RecordError) {
    var reader = ByteReader(bytes)
    magic = try reader.integer()
    version = try reader.integer()
    groupCount = try reader.integer()
    guard magic == Self.magic, version == Self.version, groupCount <= Self.capacity else {
      throw .malformed
    }
    for index in 0..<Int(groupCount) { groups[index] = try CounterGroup(from: &reader) }
  }

  /// How many groups there are.
  public var count: Int { Int(groupCount) }

  /// A group, in the order in which they were added.
  ///
  /// - Precondition: The index is below the count.
  public subscript(index: Int) -> CounterGroup {
    precondition(index < count, "no such group")
    return groups[index]
  }

  /// Adds a group; leaves it out if there is no room.
  ///
  /// - Returns: Whether there was room.
  @discardableResult
  public mutating func add(_ group: CounterGroup) -> Bool {
    guard count < Self.capacity else { return false }
    groups[count] = group
    // Last, so that a host never sees a group that is not there yet.
    groupCount &+= 1
    return true
  }
}
