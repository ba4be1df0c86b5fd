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

    /// Makes a result.
    public init(count: Int, end: StackEnd) {
      self.count = count
      self.end = end
    }
  }

  /// Writes the return addresses of a chain.
  ///
  /// - Parameters:
  ///   - framePointer: Where the innermost record is.
  ///   - memory: The stacks.
  ///   - limit: Most addresses to write, an even number.
  ///   - addresses: Room for as many.
  /// - Returns: What it found.
  @inline(__always)
  public static func walk<Memory: StackMemory>(
    from framePointer: UInt, in memory: Memory, limit: Int,
    into addresses: UnsafeMutableRawPointer
  ) -> Result {
    let (start, last) = memory.mainStack
    var framePointer = framePointer
    var count = 0
    if framePointer >= start, framePointer <= last {
      unsafe follow(&framePointer, upTo: last, in: memory, limit, addresses, &count)
      if framePointer == 0 { return Result(count: count, end: .complete) }
    }
    return unsafe goOn(from: framePointer, in: memory, limit, addresses, count)
  }

  /// Follows the chain on one stack.
  ///
  /// - Parameters:
  ///   - framePointer: A record on the stack; then where the last one on it leads.
  ///   - last: The last place of the stack where a record fits.
  ///   - memory: The stacks.
  ///   - limit: Most addresses, an even number.
  ///   - addresses: Room for as many.
  ///   - count: How many there are.
  @inline(__always)
  private static func follow<Memory: StackMemory>(
    _ framePointer: inout UInt, upTo last: UInt, in memory: Memory, _ limit: Int,
    _ addresses: UnsafeMutableRawPointer, _ count: inout Int
  ) {
    // Two records to a round, which takes less. Safe: the caller has room for `limit`.
    var first = framePointer
    while count < limit {
      let place = unsafe addresses + count &* 4
      unsafe place.storeBytes(of: memory.word(at: first &+ 8), as: UInt32.self)
      let second = UInt(memory.word(at: first))
      guard second > first, second <= last else {
        framePointer = second
        count &+= 1
        return
      }
      unsafe place.storeBytes(of: memory.word(at: second &+ 8), toByteOffset: 4, as: UInt32.self)
      let third = UInt(memory.word(at: second))
      count &+= 2
      guard third > second, third <= last else {
        framePointer = third
        return
      }
      first = third
    }
    framePointer = first
  }

  /// Ends a walk, or goes on where it leads to another stack: from that of faults or of interrupts
  /// to the one that was interrupted.
  @inline(never)
  private static func goOn<Memory: StackMemory>(
    from framePointer: UInt, in memory: Memory, _ limit: Int,
    _ addresses: UnsafeMutableRawPointer, _ count: Int
  ) -> Result {
    var (framePointer, count) = (framePointer, count)
    var mayEnterMain = count == 0
    for _ in 0..<3 {
      guard count &+ 1 < limit else { return Result(count: count, end: .tooDeep) }
      var stack = memory.otherStack(holding: framePointer)
      if stack == nil, mayEnterMain {
        mayEnterMain = false
        stack = memory.mainStack
      }
      guard let stack, framePointer >= stack.start, framePointer <= stack.last else { break }
      var found = 0
      unsafe follow(
        &framePointer, upTo: stack.last, in: memory, (limit &- count) & ~1,
        addresses + count &* 4, &found)
      count &+= found
      if framePointer == 0 { return Result(count: count, end: .complete) }
    }
    return Result(count: count, end: count == 0 ? .unknownStack : .badFramePointer)
  }
}
