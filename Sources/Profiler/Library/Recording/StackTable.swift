/// Stacks of addresses, each kept once.
public struct StackTable: Equatable, Sendable {
  private var addresses: [UInt64] = []
  /// Where each stack ends in the addresses.
  private var ends: [Int] = []
  /// Stacks by their hash, -1 where there is none; a power of two of them.
  private var slots: [Int32] = [Int32](repeating: -1, count: 64)

  /// Makes an empty table.
  public init() {}

  /// How many different stacks there are.
  public var count: Int { ends.count }

  /// The addresses of a stack, the innermost first.
  public subscript(index: Int) -> ArraySlice<UInt64> {
    addresses[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }

  /// The number of a stack, which is added if it is new.
  public mutating func index(of stack: some RandomAccessCollection<UInt64>) -> Int {
    var slot = Self.hash(stack) & (slots.count - 1)
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if self[index].elementsEqual(stack) { return index }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Int32(ends.count)
    addresses.append(contentsOf: stack)
    ends.append(addresses.count)
    if ends.count * 2 > slots.count { grow() }
    return ends.count - 1
  }

  public static func == (left: StackTable, right: StackTable) -> Bool {
    left.addresses == right.addresses && left.ends == right.ends
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for index in ends.indices {
      var slot = Self.hash(self[index]) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(index)
    }
  }

  private static func hash(_ stack: some Collection<UInt64>) -> Int {
    var hash: UInt64 = 0x9e37_79b9_7f4a_7c15
    for address in stack {
      hash = (hash ^ address) &* 0xff51_afd7_ed55_8ccd
      hash ^= hash >> 32
    }
    return Int(truncatingIfNeeded: hash & 0x7fff_ffff_ffff_ffff)
  }
}
