/// The blocks of memory that samples told of and that have not been given back.
///
/// A table of addresses by their hash, in memory of the owner; at most half full, so that looking
/// for one takes few steps.
@safe
public struct TrackedBlocks {
  private let places: UnsafeMutablePointer<UInt64>
  private let mask: Int
  /// How many blocks there are.
  public private(set) var count = 0

  /// Makes an empty table.
  ///
  /// - Parameters:
  ///   - memory: Room for `capacity` numbers, which the table has for itself.
  ///   - capacity: A power of two.
  public init(unsafeMemory memory: UnsafeMutableRawPointer, capacity: Int) {
    unsafe places = memory.bindMemory(to: UInt64.self, capacity: capacity)
    mask = capacity - 1
    removeAll()
  }

  /// Takes in a block.
  ///
  /// - Parameter address: Its address, not 0, which is not in the table.
  /// - Returns: False if there is no room.
  public mutating func insert(_ address: UInt64) -> Bool {
    guard count &* 2 <= mask else { return false }
    var place = home(of: address)
    // Safe, all accesses: a place is within the mask.
    while unsafe places[place] != 0 { place = (place &+ 1) & mask }
    unsafe places[place] = address
    count &+= 1
    return true
  }

  /// Takes out a block.
  ///
  /// - Parameter address: Its address; 0 is nobody's, and free places look like it.
  /// - Returns: Whether it was there.
  public mutating func remove(_ address: UInt64) -> Bool {
    guard address != 0 else { return false }
    var place = home(of: address)
    while unsafe places[place] != address {
      guard unsafe places[place] != 0 else { return false }
      place = (place &+ 1) & mask
    }
    count &-= 1
    // Those behind it move up as far as their own place allows, so that none is lost.
    // Source: Knuth, The Art of Computer Programming, volume 3, section 6.4, algorithm R.
    var next = (place &+ 1) & mask
    while unsafe places[next] != 0 {
      let distance = (next &- home(of: unsafe places[next])) & mask
      if distance >= (next &- place) & mask {
        unsafe places[place] = places[next]
        place = next
      }
      next = (next &+ 1) & mask
    }
    unsafe places[place] = 0
    return true
  }

  /// Forgets all blocks.
  public mutating func removeAll() {
    for place in 0...mask { unsafe places[place] = 0 }
    count = 0
  }

  private func home(of address: UInt64) -> Int {
    Int(truncatingIfNeeded: (address &* 0x9e37_79b9_7f4a_7c15) >> 32) & mask
  }
}
