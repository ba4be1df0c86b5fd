public import Telemetry

/// The chain of frame pointers of interrupted code.
///
/// Each record must lie above the one before, on a stack: nothing else is ever read, whatever the
/// registers held. What the addresses mean is the host's to judge.
///
/// Source: System V ABI for x86-64, section 3.2.2.
public enum StackWalk {
  /// What a walk found.
  public struct Result: Equatable, Sendable {
    /// How many return addresses.
    public var count: Int
    /// Why it ended.
    public var end: StackEnd
    /// Whether records had to be searched for, as code without frame pointers was in between.
    public var hasSearched = false

    /// Makes a result.
    public init(count: Int, end: StackEnd, hasSearched: Bool = false) {
      self.count = count
      self.end = end
      self.hasSearched = hasSearched
    }
  }

  /// Writes the return addresses of a chain.
  ///
  /// - Parameters:
  ///   - framePointer: Where the innermost record is.
  ///   - stackPointer: Where the search for one begins if there is none.
  ///   - memory: The stacks.
  ///   - limit: Most addresses to write, a multiple of 8, not 0.
  ///   - addresses: Room for as many.
  /// - Returns: What it found.
  @inline(__always)
  public static func walk<Memory: StackMemory>(
    from framePointer: UInt, stackPointer: UInt, in memory: Memory, limit: Int,
    into addresses: UnsafeMutableRawPointer
  ) -> Result {
    let (start, last) = memory.mainStack
    if framePointer &- start <= last &- start {
      let (count, next) = unsafe follow(framePointer, upTo: last, in: memory, limit, addresses)
      // The innermost record is the one that code without frame pointers makes up most often.
      if next == 0, unsafe memory.isCode(addresses.load(as: UInt32.self)) {
        return Result(count: count, end: .complete)
      }
    }
    let walk = unsafe CarefulWalk(memory: memory, limit: limit, addresses: addresses)
    return walk.run(from: framePointer, stackPointer: stackPointer)
  }

  /// Follows the chain on one stack.
  ///
  /// - Parameters:
  ///   - framePointer: A record on the stack.
  ///   - last: The last place of the stack where a record fits.
  ///   - memory: The stacks.
  ///   - limit: Most addresses, a multiple of 8, not 0.
  ///   - addresses: Room for as many.
  /// - Returns: How many addresses there are, and 0 if the last record is the outermost.
  @inline(__always)
  private static func follow<Memory: StackMemory>(
    _ framePointer: UInt, upTo last: UInt, in memory: Memory, _ limit: Int,
    _ addresses: UnsafeMutableRawPointer
  ) -> (count: Int, next: UInt) {
    // Eight records to a round, which takes fewer instructions.
    var record = framePointer
    var count = 0
    repeat {
      // Safe: the caller has room for `limit`.
      let place = unsafe addresses + count &* 4
      for index in 0..<8 {
        unsafe place.storeBytes(
          of: memory.word(at: record &+ 8), toByteOffset: index &* 4, as: UInt32.self)
        let next = UInt(memory.word(at: record))
        guard next > record else { return (count &+ index &+ 1, next) }
        // Another value than that: two ways out that are one would cost an instruction for each.
        guard next <= last else { return (count &+ index &+ 1, 1) }
        record = next
      }
      count &+= 8
    } while count < limit
    return (count, record)
  }
}
