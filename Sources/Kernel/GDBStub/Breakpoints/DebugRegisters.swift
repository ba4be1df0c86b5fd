/// The processor's four places for breakpoints on addresses.
///
/// Source: Intel SDM volume 3, section 17.2.
public struct DebugRegisters {
  /// What a place looks for; the number is the processor's.
  enum Access: UInt64 {
    case execute = 0
    case write = 1
    case readOrWrite = 3

    /// What gdb's kinds of breakpoints look for: 1 for code, 2 for writes, 4 for any access.
    init?(breakpoint kind: UInt64) {
      switch kind {
      case 1: self = .execute
      case 2: self = .write
      case 4: self = .readOrWrite
      default: return nil
      }
    }
  }

  /// DR0 to DR3.
  public private(set) var addresses: [4 of UInt64] = [0, 0, 0, 0]
  /// DR7.
  public private(set) var control: UInt64 = 0
  /// What the debugger asked for: the range that each place is part of.
  private var starts: [4 of UInt64] = [0, 0, 0, 0]
  private var byteCounts: [4 of UInt64] = [0, 0, 0, 0]

  /// The bits that are always 1, with exact breakpoints on data, if any place is used.
  private static var fixed: UInt64 { 0x700 }

  /// Looks for accesses to a range, in as many places as it takes.
  ///
  /// - Returns: False if there are not enough, or the range takes more than four.
  mutating func insert(_ address: UInt64, byteCount: UInt64, _ access: Access) -> Bool {
    guard byteCount > 0, byteCount <= 32, address <= .max - byteCount else { return false }
    if find(address, byteCount, access) != nil { return true }
    var place = address
    while place < address + byteCount {
      let size = Self.size(at: place, below: address + byteCount, access)
      guard let index = freePlace else {
        remove(address, byteCount: byteCount, access)
        return false
      }
      addresses[index] = place
      starts[index] = address
      byteCounts[index] = byteCount
      let length: UInt64 = size == 8 ? 2 : size - 1
      control |= (access.rawValue | length << 2) &<< UInt64(16 + index * 4)
      control |= 2 &<< UInt64(index * 2) | Self.fixed
      place += size
    }
    return true
  }

  /// Looks for a range no more.
  @inline(never)
  mutating func remove(_ address: UInt64, byteCount: UInt64, _ access: Access) {
    while let index = find(address, byteCount, access) {
      control &= ~(0xf &<< UInt64(16 + index * 4) | 3 &<< UInt64(index * 2))
    }
    if control & 0xff == 0 { control = 0 }
  }

  /// Looks for nothing any more.
  mutating func removeAll() { control = 0 }

  /// A place that saw what it looks for, on data before code.
  ///
  /// - Parameter status: DR6; the processor sets bits of places there that are not in use.
  /// - Returns: Its address and what it looks for; nil if no place saw anything.
  func hit(_ status: UInt64) -> (address: UInt64, access: Access)? {
    var found: (UInt64, Access)?
    for index in 0..<4 where isUsed(index) && status >> UInt64(index) & 1 != 0 {
      let access = access(index)
      if access != .execute { return (addresses[index], access) }
      found = (addresses[index], access)
    }
    return found
  }

  /// Whether a place looks for an instruction at an address.
  func executes(_ address: UInt64) -> Bool { find(address, 1, .execute) != nil }

  /// A place that looks for a part of a range.
  @inline(never)
  private func find(_ address: UInt64, _ byteCount: UInt64, _ access: Access) -> Int? {
    for index in 0..<4
    where isUsed(index) && starts[index] == address && byteCounts[index] == byteCount
      && self.access(index) == access
    {
      return index
    }
    return nil
  }

  private var freePlace: Int? {
    for index in 0..<4 where !isUsed(index) { return index }
    return nil
  }

  @inline(never)
  private func isUsed(_ index: Int) -> Bool { control &>> UInt64(index * 2) & 3 != 0 }

  @inline(never)
  private func access(_ index: Int) -> Access {
    Access(rawValue: control &>> UInt64(16 + index * 4) & 3) ?? .readOrWrite
  }

  /// The largest aligned piece of 1, 2, 4 or 8 bytes at the beginning of a range.
  private static func size(at place: UInt64, below end: UInt64, _ access: Access) -> UInt64 {
    if access == .execute { return 1 }
    var size: UInt64 = 8
    while size > 1, place % size != 0 || place + size > end { size /= 2 }
    return size
  }
}
