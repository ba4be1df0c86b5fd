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
  ///   - limit: Most addresses to write.
  ///   - addresses: Room for as many.
  /// - Returns: What it found.
  @inline(__always)
  public static func walk<Memory: StackMemory>(
    from framePointer: UInt32, in memory: Memory, limit: Int,
    into addresses: UnsafeMutableRawPointer
  ) -> Result {
    var count = 0
    var framePointer = framePointer
    var lastStart: UInt32 = 0
    // From the stack of a fault or of interrupts the chain leads to the one that was interrupted.
    for _ in 0..<3 {
      let (start, byteCount) = memory.stack(holding: framePointer)
      guard start != lastStart, byteCount >= 16, framePointer &- start <= byteCount &- 16 else {
        break
      }
      lastStart = start
      // A record is as far from the last place for one as it must be; less with each step. So one
      // comparison refuses what leads back, and what leads beyond the end.
      let last = start &+ byteCount &- 16
      var distance = last &- framePointer
      while true {
        guard count < limit else { return Result(count: count, end: .tooDeep) }
        // Safe: the caller has room for `limit` of them.
        unsafe addresses.storeBytes(
          of: memory.word(at: framePointer &+ 8), toByteOffset: count &* 4, as: UInt32.self)
        count &+= 1
        let next = last &- memory.word(at: framePointer)
        guard next < distance else { break }
        distance = next
        framePointer = last &- next
      }
      framePointer = memory.word(at: framePointer)
      if framePointer == 0 { return Result(count: count, end: .complete) }
    }
    return Result(count: count, end: count == 0 ? .unknownStack : .badFramePointer)
  }
}
