internal import Telemetry

/// A walk that believes nothing, for chains that do not lead to the outermost function.
///
/// Some code of the Swift runtime keeps no frame pointers and uses the register for something else.
/// It saves the register next to its return address, though, which looks like a record: where the
/// chain leads nowhere, the next such pair above is searched for.
@safe
struct CarefulWalk<Memory: StackMemory> {
  let memory: Memory
  let limit: Int
  let addresses: UnsafeMutableRawPointer

  /// How far a record is searched for, in words.
  private var reach: UInt { 256 }

  init(memory: Memory, limit: Int, addresses: UnsafeMutableRawPointer) {
    self.memory = memory
    self.limit = limit
    unsafe self.addresses = unsafe addresses
  }

  /// Writes the return addresses.
  ///
  /// - Parameters:
  ///   - framePointer: Where the innermost record may be.
  ///   - stackPointer: Where the stack begins.
  /// - Returns: What was found.
  @inline(never)
  func run(from framePointer: UInt, stackPointer: UInt) -> StackWalk.Result {
    var result = StackWalk.Result(count: 0, end: .unknownStack)
    guard var stack = stack(holding: stackPointer) else { return result }
    var next = framePointer
    // The place above which the next record must be.
    var bottom = stackPointer
    while result.count < limit {
      if next == 0, result.count > 0 {
        result.end = .complete
        return result
      }
      if !isRecord(next, above: bottom, on: stack),
        result.count == 0 || !isInterrupted(next, by: result.count, above: bottom, on: stack)
      {
        if let other = otherStack(holding: next, than: stack) {
          stack = other
        } else if let found = search(from: bottom, on: stack) {
          result.hasSearched = true
          next = found
        } else {
          result.end = result.count == 0 ? .unknownStack : .badFramePointer
          return result
        }
      }
      // Safe: the caller has room for `limit` of them.
      unsafe addresses.storeBytes(
        of: memory.word(at: next &+ 8), toByteOffset: result.count &* 4, as: UInt32.self)
      result.count &+= 1
      bottom = next &+ 16
      next = UInt(memory.word(at: next))
    }
    result.end = .tooDeep
    return result
  }

  /// Whether a place holds what a function pushes.
  private func isRecord(
    _ place: UInt, above bottom: UInt, on stack: (start: UInt, last: UInt)
  ) -> Bool {
    place >= bottom && place <= stack.last && memory.isReturnAddress(memory.word(at: place &+ 8))
  }

  /// Whether a place holds the record of code that the handler found last has interrupted.
  private func isInterrupted(
    _ place: UInt, by count: Int, above bottom: UInt, on stack: (start: UInt, last: UInt)
  ) -> Bool {
    // Safe: so many have been written.
    let last = unsafe addresses.load(fromByteOffset: (count &- 1) &* 4, as: UInt32.self)
    return last == memory.handlerReturn && place >= bottom && place <= stack.last
      && memory.isCode(memory.word(at: place &+ 8))
  }

  /// Finds the next place that holds a record which leads to another one.
  private func search(from bottom: UInt, on stack: (start: UInt, last: UInt)) -> UInt? {
    var place = (bottom &+ 7) & ~7
    let end = min(stack.last, place &+ reach &* 8)
    while place <= end {
      let next = UInt(memory.word(at: place))
      if isRecord(place, above: bottom, on: stack),
        next == 0 || isRecord(next, above: place &+ 16, on: stack)
      {
        return place
      }
      place &+= 8
    }
    return nil
  }

  /// The stack that a place with a record lies on, if that is not the present one.
  private func otherStack(
    holding place: UInt, than stack: (start: UInt, last: UInt)
  ) -> (start: UInt, last: UInt)? {
    guard let other = self.stack(holding: place), other.start != stack.start,
      isRecord(place, above: other.start, on: other)
    else { return nil }
    return other
  }

  private func stack(holding place: UInt) -> (start: UInt, last: UInt)? {
    let main = memory.mainStack
    if place >= main.start, place <= main.last { return main }
    return memory.otherStack(holding: place)
  }
}
