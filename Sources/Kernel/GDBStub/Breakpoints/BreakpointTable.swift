/// The breakpoints that are bytes in the code.
///
/// They are in memory only while the guest runs: whoever lets it run plants them, and lifts them
/// before anything else when it stops. So memory reads as it was written, and the stub hits none
/// itself.
public struct BreakpointTable {
  /// What a breakpoint is for.
  public enum Purpose: UInt8, Sendable {
    /// The debugger asked for it.
    case debugger = 0
    /// A step ends there.
    case step = 1
    /// The kernel gives up there.
    case panic = 2
  }

  /// Bytes of an entry: address, the byte that belongs there, whether it is planted, whether it is
  /// to be, its purpose, and whether it is in use.
  public static var entryByteCount: Int { 16 }

  private let bytes: ByteBuffer
  /// How many entries are in use; some may be free.
  public private(set) var count = 0

  /// Takes memory for entries.
  init(_ bytes: ByteBuffer) {
    self.bytes = bytes
  }

  /// The most entries there can be.
  var capacity: Int { bytes.count / Self.entryByteCount }

  /// Adds a breakpoint; nil if there is no room.
  @inline(never)
  mutating func insert(_ address: UInt64, _ purpose: Purpose) -> Int? {
    if let known = find(address, purpose) { return known }
    var index = 0
    while index < count, bytes[place(index) &+ 12] != 0 { index &+= 1 }
    guard index < capacity else { return nil }
    count = max(count, index &+ 1)
    bytes.store(address, at: place(index), byteCount: 8)
    bytes.store(Self.key(purpose) << 24 | 1 << 16, at: place(index) &+ 8, byteCount: 8)
    return index
  }

  /// Takes a breakpoint away, if it is there.
  mutating func remove(_ address: UInt64, _ purpose: Purpose) {
    if let index = find(address, purpose) { free(index) }
  }

  /// Takes all away that serve a purpose.
  @inline(never)
  mutating func removeAll(_ purpose: Purpose) {
    while let index = find(nil, purpose) { free(index) }
  }

  /// The entry at an address, or at any, for a purpose.
  @inline(never)
  func find(_ address: UInt64?, _ purpose: Purpose) -> Int? {
    var index = 0
    while index < count {
      if bytes.number(at: place(index) &+ 11, byteCount: 2) == Self.key(purpose),
        address ?? self.address(index) == self.address(index)
      {
        return index
      }
      index &+= 1
    }
    return nil
  }

  /// Leaves the breakpoints at an address out while the guest takes a step over it, or those at no
  /// address: all take part again.
  @inline(never)
  func suspend(_ address: UInt64?) {
    var index = 0
    while index < count {
      // What is not in use stays as it is: not wanted.
      bytes[place(index) &+ 10] = self.address(index) == address ? 0 : bytes[place(index) &+ 12]
      index &+= 1
    }
  }

  /// Whether a breakpoint lies in a range, where memory does not read as it was written.
  @inline(never)
  func hides(_ start: UInt64, _ byteCount: Int) -> Bool {
    var index = 0
    while index < count {
      let isUsed = bytes[place(index) &+ 12] != 0
      if isUsed, address(index) &- start < UInt64(byteCount) { return true }
      index &+= 1
    }
    return false
  }

  /// The address of an entry.
  @inline(never)
  func address(_ index: Int) -> UInt64 { bytes.number(at: place(index), byteCount: 8) }

  private func place(_ index: Int) -> Int { index &* Self.entryByteCount }

  @inline(never)
  private func free(_ index: Int) { bytes.store(0, at: place(index) &+ 8, byteCount: 8) }

  /// What bytes 11 and 12 of an entry are that is in use.
  private static func key(_ purpose: Purpose) -> UInt64 { UInt64(purpose.rawValue) | 1 << 8 }
}
