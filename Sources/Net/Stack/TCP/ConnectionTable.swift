internal import Wire

/// Finds a connection by its key: a hash table with open addressing.
///
/// The hash is keyed by a secret, so that nobody can choose ports that collide.
struct ConnectionTable {
  private struct Slot {
    var key: UInt64
    /// Index of the connection, plus one; 0 if the slot is empty.
    var value: UInt32
  }

  private var slots: [Slot]
  private let secret: (UInt64, UInt64)
  /// How many connections there are.
  private(set) var count = 0

  private static let leastCapacity = 16

  /// Makes an empty table.
  init(secret: (UInt64, UInt64)) {
    self.secret = secret
    slots = Self.emptySlots(Self.leastCapacity)
  }

  /// Index of the connection with a key.
  func find(_ key: ConnectionKey) -> Int? {
    let bits = key.bits
    var place = home(of: bits)
    // Ends: at most half of the slots are taken.
    while slots[place].value != 0 {
      if slots[place].key == bits { return Int(slots[place].value) - 1 }
      place = (place + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Adds a connection whose key is not in the table.
  mutating func insert(_ key: ConnectionKey, index: Int) {
    if (count + 1) * 2 > slots.count { grow() }
    place(Slot(key: key.bits, value: UInt32(index + 1)))
    count += 1
  }

  /// Removes a connection.
  mutating func remove(_ key: ConnectionKey) {
    let bits = key.bits
    var hole = home(of: bits)
    while slots[hole].key != bits || slots[hole].value == 0 {
      guard slots[hole].value != 0 else { return }
      hole = (hole + 1) & (slots.count - 1)
    }
    count -= 1
    // What follows without a gap moves up, unless it would come to lie before its home.
    var next = (hole + 1) & (slots.count - 1)
    while slots[next].value != 0 {
      let distance = (next - home(of: slots[next].key)) & (slots.count - 1)
      if distance >= (next - hole) & (slots.count - 1) {
        slots[hole] = slots[next]
        hole = next
      }
      next = (next + 1) & (slots.count - 1)
    }
    slots[hole].value = 0
  }

  private func home(of key: UInt64) -> Int {
    let product = (key ^ secret.0).multipliedFullWidth(by: secret.1 | 1)
    return Int(truncatingIfNeeded: product.high ^ product.low) & (slots.count - 1)
  }

  private mutating func place(_ slot: Slot) {
    var place = home(of: slot.key)
    while slots[place].value != 0 { place = (place + 1) & (slots.count - 1) }
    slots[place] = slot
  }

  private mutating func grow() {
    let old = slots
    slots = Self.emptySlots(old.count * 2)
    for slot in old where slot.value != 0 { place(slot) }
  }

  private static func emptySlots(_ count: Int) -> [Slot] {
    [Slot](repeating: Slot(key: 0, value: 0), count: count)
  }
}
