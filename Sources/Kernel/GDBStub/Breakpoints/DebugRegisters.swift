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
  /// What the debugger asked for that each place is part of; 0 for a place that is free.
  private var keys: [4 of UInt64] = [0, 0, 0, 0]

  /// The bits that are always 1, with exact breakpoints on data, if any place is used.
  private static var fixed: UInt64 { 0x700 }

  /// Looks for accesses to a range, in as many places as it takes.
  ///
  /// - Returns: False if there are not enough, or the range takes more than four.
  @inline(never)
  mutating func insert(_ address: UInt64, byteCount: UInt64, _ access: Access) -> Bool {
    guard byteCount > 0, byteCount <= 32, address <= .max - byteCount else { return false }
    let key = Self.key(address, byteCount, access)
    if find(key) != nil { return true }
    var place = address
    while place < address &+ byteCount {
      let size = Self.size(at: place, below: address &+ byteCount, access)
      guard let index = find(0) else {
        remove(address, byteCount: byteCount, access)
        return false
      }
      addresses[index] = place
      keys[index] = key
      let length: UInt64 = size == 8 ? 2 : size &- 1
      control |= (access.rawValue | length << 2) &<< UInt64(16 &+ index &* 4)
      control |= 2 &<< UInt64(index &* 2) | Self.fixed
      place &+= size
    }
    return true
  }

  /// Looks for a range no more.
  @inline(never)
  mutating func remove(_ address: UInt64, byteCount: UInt64, _ access: Access) {
    while let index = find(Self.key(address, byteCount, access)) {
      keys[index] = 0
      control &= ~(0xf &<< UInt64(16 &+ index &* 4) | 3 &<< UInt64(index &* 2))
    }
    if control & 0xff == 0 { control = 0 }
  }

  /// Looks for nothing any more.
  mutating func removeAll() {
    control = 0
    keys = [0, 0, 0, 0]
  }

  /// A place that saw what it looks for, on data before code.
  ///
  /// - Parameter status: DR6; the processor sets bits of places there that are not in use.
  /// - Returns: Its address and what it looks for; nil if no place saw anything.
  @inline(never)
  mutating func hit(_ status: UInt64) -> (address: UInt64, access: Access)? {
    var found: (UInt64, Access)?
    var index = 0
    while index < 4 {
      if keys[index] != 0, status &>> UInt64(index) & 1 != 0 {
        let access = Access(rawValue: keys[index] & 3) ?? .readOrWrite
        found = (addresses[index], access)
        if access != .execute { break }
      }
      index &+= 1
    }
    return found
  }

  /// Whether a place looks for an instruction at an address.
  mutating func executes(_ address: UInt64) -> Bool {
    find(Self.key(address, 1, .execute)) != nil
  }

  /// A place that looks for a part of a range, or is free.
  @inline(never)
  private mutating func find(_ key: UInt64) -> Int? {
    var index = 0
    while index < 4 {
      if keys[index] == key { return index }
      index &+= 1
    }
    return nil
  }

  /// A range and an access as one number that is never 0; the highest byte of an address says
  /// nothing that the next one does not.
  private static func key(_ address: UInt64, _ byteCount: UInt64, _ access: Access) -> UInt64 {
    address << 8 | min(byteCount, 63) << 2 | access.rawValue
  }

  /// The largest aligned piece of 1, 2, 4 or 8 bytes at the beginning of a range.
  private static func size(at place: UInt64, below end: UInt64, _ access: Access) -> UInt64 {
    if access == .execute { return 1 }
    var size: UInt64 = 8
    while size > 1, place & (size &- 1) != 0 || place &+ size > end { size >>= 1 }
    return size
  }
}
