internal import Hardware

/// Buffers for TCP segments that a network device cuts into frames.
///
/// Such a buffer has no descriptor of its own: it is lent one of a usual buffer, which lies idle
/// meanwhile.
struct VirtioSegmentBuffers {
  /// Size of each, in bytes: the longest segment and what precedes it.
  static let byteCount =
    (VirtioNetHeader.byteCount + VirtioNetSettings.maximumSegmentedByteCount + 15) & ~15

  /// How many of them the device has.
  private(set) var lentCount = 0
  private(set) var memory: DMARegion?
  /// How many there are.
  private var count = 0
  /// For each, the buffer whose descriptor it has, or `free`.
  private var lenders: [8 of UInt16] = .init(repeating: Self.free)

  /// Makes none.
  init() {}

  /// Makes some; nil if there is not enough memory.
  ///
  /// - Parameters:
  ///   - count: How many, 1 to 8.
  ///   - memory: Where they come from.
  init?<Memory: DMAMemory & ~Copyable>(count: Int, memory: inout Memory) {
    precondition(count > 0 && count <= 8, "impossible number of buffers")
    guard let region = memory.allocate(byteCount: count * Self.byteCount) else { return nil }
    self.memory = region
    self.count = count
  }

  /// Whether there are any, with the device or not.
  var isEmpty: Bool { count == 0 }

  /// Whether one is free.
  var hasFree: Bool { lentCount < count }

  /// Lends one the descriptor of a usual buffer.
  ///
  /// - Parameter buffer: The usual buffer, which has lent its descriptor to no other.
  /// - Returns: Its memory; nil if none is free.
  mutating func take(for buffer: UInt16) -> DMARegion? {
    guard let memory else { return nil }
    for index in 0..<count where lenders[index] == Self.free {
      lenders[index] = buffer
      lentCount += 1
      return memory.slice(at: index * Self.byteCount, byteCount: Self.byteCount)
    }
    return nil
  }

  /// Takes the one back that has the descriptor of a usual buffer.
  ///
  /// - Returns: False if none has it.
  @inline(never)
  @_optimize(size)
  mutating func putBack(from buffer: UInt16) -> Bool {
    for index in 0..<count where lenders[index] == buffer {
      lenders[index] = Self.free
      lentCount -= 1
      return true
    }
    return false
  }

  /// No buffer has this number.
  private static let free: UInt16 = .max
}
