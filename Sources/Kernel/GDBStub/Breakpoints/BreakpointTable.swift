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
  /// to be, its purpose, whether it is suspended, and where its condition lies.
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

  /// Adds a breakpoint; false if there is no room.
  @inline(never)
  mutating func insert(_ address: UInt64, _ purpose: Purpose) -> Int? {
    if let known = find(address, purpose) { return known }
    var index = 0
    while index < count, isUsed(index) { index += 1 }
    guard index < capacity else { return nil }
    count = max(count, index + 1)
    let place = index * Self.entryByteCount
    bytes.store(address, at: place, byteCount: 8)
    bytes.store(1 << 16 | UInt64(purpose.rawValue) << 24 | 1 << 40, at: place + 8, byteCount: 8)
    return index
  }

  /// Takes a breakpoint away, if it is there.
  mutating func remove(_ address: UInt64, _ purpose: Purpose) {
    if let index = find(address, purpose) { bytes.store(0, at: place(index) + 8, byteCount: 8) }
  }

  /// Takes all away that serve a purpose.
  mutating func removeAll(_ purpose: Purpose) {
    for index in 0..<count where isUsed(index) && self.purpose(index) == purpose {
      bytes.store(0, at: place(index) + 8, byteCount: 8)
    }
  }

  /// The entry at an address for a purpose.
  @inline(never)
  func find(_ address: UInt64, _ purpose: Purpose) -> Int? {
    for index in 0..<count
    where isUsed(index) && self.address(index) == address && self.purpose(index) == purpose {
      return index
    }
    return nil
  }

  /// Whether there are none for a purpose.
  func isEmpty(_ purpose: Purpose) -> Bool {
    for index in 0..<count where isUsed(index) && self.purpose(index) == purpose { return false }
    return true
  }

  /// Whether any entry at an address is in use.
  func contains(_ address: UInt64) -> Bool {
    find(address, .debugger) != nil || find(address, .step) != nil || find(address, .panic) != nil
  }

  /// Leaves the breakpoints at an address out while the guest takes a step over it.
  @inline(never)
  func suspend(_ address: UInt64) {
    for index in 0..<count where isUsed(index) && self.address(index) == address {
      bytes[place(index) + 10] = 0
    }
  }

  /// Lets all breakpoints take part again.
  func resumeAll() {
    for index in 0..<count where isUsed(index) { bytes[place(index) + 10] = 1 }
  }

  /// Where the condition of an entry lies; 0 if it has none.
  func condition(_ index: Int) -> Int { Int(bytes.number(at: place(index) + 14, byteCount: 2)) }

  /// Sets where the condition of an entry lies.
  func setCondition(_ index: Int, _ condition: Int) {
    bytes.store(UInt64(condition), at: place(index) + 14, byteCount: 2)
  }

  func address(_ index: Int) -> UInt64 { bytes.number(at: place(index), byteCount: 8) }

  private func place(_ index: Int) -> Int { index * Self.entryByteCount }
  private func isUsed(_ index: Int) -> Bool { bytes[place(index) + 13] != 0 }
  private func purpose(_ index: Int) -> Purpose {
    Purpose(rawValue: bytes[place(index) + 11]) ?? .debugger
  }
}
