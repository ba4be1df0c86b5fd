public import Telemetry

/// Takes samples: puts what it is told and what it finds on the stack into the ring.
@safe
public struct SampleTaker<Memory: StackMemory> {
  /// Where samples go.
  public let ring: SampleRing
  /// Where those go that come while another is being written.
  private let late: LateSamples
  private let memory: Memory
  /// Where the handlers of interrupts return to; the record above that address is what they
  /// interrupted.
  private let handlerReturn: UInt32

  /// Makes a taker.
  ///
  /// - Parameters:
  ///   - ring: Where samples go.
  ///   - late: Where those go that come while another is being written.
  ///   - memory: The stacks.
  ///   - handlerReturn: Where handlers of interrupts return to.
  public init(ring: SampleRing, late: LateSamples, memory: Memory, handlerReturn: UInt32) {
    self.ring = ring
    self.late = late
    self.memory = memory
    self.handlerReturn = handlerReturn
  }

  /// Writes a sample of the processor.
  ///
  /// - Parameters:
  ///   - code: What was interrupted.
  ///   - isIdle: Whether it was halted.
  ///   - bits: More bits of the context's byte.
  ///   - tick: The present time.
  ///   - interval: The time that it stands for, in ticks.
  /// - Returns: Where the sample is, for `finish`.
  /// - Precondition: None is in the making.
  @inline(__always)
  public func takeProcessor(
    _ code: InterruptedCode, isIdle: Bool, bits: UInt8, tick: UInt64, interval: UInt64
  ) -> UnsafeMutableRawPointer {
    let limit = SampleLayout.byteCount(addressCount: SampleLayout.maximumAddressCount)
    let place = unsafe ring.begin(limit: limit)
    let found = unsafe writeStack(code, to: place)
    let isOff = code.hasInterruptsOff
    // Handlers run with interrupts off; nothing else that is common does.
    let boundary = unsafe isOff ? self.boundary(in: place, count: found.count) : 0
    let context: SampleContext = isIdle ? .idle : boundary > 0 ? .interrupt : .busy
    let byteCount = SampleLayout.byteCount(addressCount: found.count)
    let head = SampleLayout.head(
      byteCount: byteCount, kind: .processor, addressCount: found.count,
      context: context.rawValue | bits | (isOff ? SampleLayout.interruptsOffBit : 0)
        | (found.hasSearched ? SampleLayout.searchedBit : 0),
      end: found.end, boundary: boundary,
      previousByteCount: unsafe ring.block.pointee.lastByteCount)
    unsafe writeHeader(to: place, head: head, tick: tick, interval: interval)
    return unsafe place
  }

  /// Ends a sample of the processor.
  ///
  /// - Parameters:
  ///   - place: Where it is.
  ///   - cost: What it took, in ticks.
  @inline(__always)
  public func finish(_ place: UnsafeMutableRawPointer, cost: UInt64) {
    ring.commit(byteCount: unsafe close(place, cost: cost))
  }

  /// Writes what a sample took, and returns its bytes.
  @inline(__always)
  private func close(_ place: UnsafeMutableRawPointer, cost: UInt64) -> Int {
    // Safe, both: the place has room for the largest sample.
    unsafe place.storeBytes(
      of: UInt32(truncatingIfNeeded: cost), toByteOffset: SampleLayout.Field.cost, as: UInt32.self)
    let words = unsafe place.load(fromByteOffset: SampleLayout.Field.wordCount, as: UInt16.self)
    return Int(words) &* 8
  }

  /// Writes a sample that a part of the kernel or the service tells; for its own thread of code.
  ///
  /// - Parameters:
  ///   - kind: What it tells of.
  ///   - code: Where it is told; its instruction is 0 where return addresses alone tell.
  ///   - tick: The present time.
  ///   - values: The words that the kind calls for; of three the first `valueCount`.
  ///   - valueCount: How many there are.
  /// - Returns: False if it was dropped, as a sample of the processor is in the making.
  @inline(never)
  public func tell(
    _ kind: SampleKind, _ code: InterruptedCode, tick: UInt64,
    values: (UInt64, UInt64, UInt64), valueCount: Int
  ) -> Bool {
    guard let place = unsafe ring.beginInterruptibly() else {
      unsafe ring.block.pointee.droppedOther &+= 1
      return false
    }
    let count = unsafe write(
      kind, code, bits: 0, tick: tick, interval: 0, extraWordCount: valueCount, to: place)
    let extra = SampleLayout.extraOffset(addressCount: count)
    // Safe, all of them: the slack has room for the largest sample.
    unsafe place.storeBytes(of: values.0, toByteOffset: extra, as: UInt64.self)
    unsafe place.storeBytes(of: values.1, toByteOffset: extra &+ 8, as: UInt64.self)
    unsafe place.storeBytes(of: values.2, toByteOffset: extra &+ 16, as: UInt64.self)
    unsafe place.storeBytes(of: 0, toByteOffset: SampleLayout.Field.cost, as: UInt32.self)
    ring.add(byteCount: SampleLayout.byteCount(addressCount: count, extraWordCount: valueCount))
    late.follow(in: ring)
    return true
  }

  /// Writes a sample of the processor that comes while something is told.
  ///
  /// - Parameters:
  ///   - code: What was interrupted.
  ///   - bits: More bits of the context's byte.
  ///   - tick: The present time.
  ///   - interval: The time that it stands for, in ticks.
  /// - Returns: Where the sample is, for `finishLate`; nil if there is no room.
  @inline(never)
  public func takeLate(
    _ code: InterruptedCode, bits: UInt8, tick: UInt64, interval: UInt64
  ) -> UnsafeMutableRawPointer? {
    let stackWordCount = unsafe Int(truncatingIfNeeded: ring.block.pointee.stackByteCount) >> 3
    let limit = SampleLayout.byteCount(
      addressCount: SampleLayout.maximumAddressCount, extraWordCount: 17 &+ stackWordCount)
    guard let place = unsafe late.begin(limit: limit) else { return nil }
    _ = unsafe write(
      .processor, code, bits: bits, tick: tick, interval: interval, extraWordCount: 0, to: place)
    return unsafe place
  }

  /// Ends a sample that came while something was told.
  ///
  /// - Parameters:
  ///   - place: Where it is.
  ///   - cost: What it took, in ticks.
  public func finishLate(_ place: UnsafeMutableRawPointer, cost: UInt64) {
    late.commit(byteCount: unsafe close(place, cost: cost))
  }

  /// Adds registers and the stack to a sample of the processor in the making.
  ///
  /// - Parameters:
  ///   - place: Where the sample is.
  ///   - registers: The 17 registers in the order of `SampleKind.raw`.
  ///   - stackPointer: Where the stack begins.
  ///   - byteCount: Most bytes of the stack, a multiple of 8.
  @inline(never)
  public func addRaw(
    to place: UnsafeMutableRawPointer, registers: [17 of UInt64], stackPointer: UInt, byteCount: Int
  ) {
    // Safe, all of them: the ring's slack has room for the largest sample.
    let count = unsafe Int(
      place.load(fromByteOffset: SampleLayout.Field.addressCount, as: UInt8.self))
    let main = memory.mainStack
    let isMain = stackPointer >= main.start && stackPointer <= main.last
    let last = isMain ? main.last : memory.otherStack(holding: stackPointer)?.last ?? 0
    let rest = stackPointer & 7 == 0 && last &+ 16 > stackPointer ? last &+ 16 &- stackPointer : 0
    let wordCount = min(Int(rest), byteCount) >> 3
    let size = SampleLayout.byteCount(addressCount: count, extraWordCount: 17 &+ wordCount)
    ring.extend(limit: size)
    let extra = unsafe place + SampleLayout.extraOffset(addressCount: count)
    for index in 0..<17 {
      unsafe extra.storeBytes(of: registers[index], toByteOffset: index &* 8, as: UInt64.self)
    }
    for index in 0..<wordCount {
      let word = memory.fullWord(at: stackPointer &+ UInt(index) &* 8)
      unsafe extra.storeBytes(of: word, toByteOffset: (index &+ 17) &* 8, as: UInt64.self)
    }
    unsafe place.storeBytes(
      of: UInt16(truncatingIfNeeded: size >> 3), toByteOffset: SampleLayout.Field.wordCount,
      as: UInt16.self)
    unsafe place.storeBytes(
      of: SampleKind.raw.rawValue, toByteOffset: SampleLayout.Field.kind, as: UInt8.self)
  }

  /// Writes the stack and the header of a sample that is none of the common ones.
  ///
  /// Not by the quick walk, which is long in the image.
  ///
  /// - Returns: How many addresses it has.
  @inline(never)
  private func write(
    _ kind: SampleKind, _ code: InterruptedCode, bits: UInt8, tick: UInt64, interval: UInt64,
    extraWordCount: Int, to place: UnsafeMutableRawPointer
  ) -> Int {
    let skipped = code.instruction == 0 ? 1 : 0
    // Safe, all of them: the place has room for the largest sample. What is skipped is written in
    // place of the words on top of the stack, and then written over.
    let addresses = unsafe place + (SampleLayout.headerByteCount &- skipped &* 4)
    unsafe addresses.storeBytes(of: UInt32(truncatingIfNeeded: code.instruction), as: UInt32.self)
    let walk = unsafe CarefulWalk(
      memory: memory, limit: Int(truncatingIfNeeded: ring.block.pointee.depth),
      addresses: addresses + 4)
    var found = walk.run(from: UInt(code.framePointer), stackPointer: UInt(code.stackPointer))
    found.count &+= 1 &- skipped
    unsafe writeTop(skipped == 0 ? code.stackPointer : 0, to: place)
    let isOff = code.hasInterruptsOff
    let boundary = unsafe isOff ? self.boundary(in: place, count: found.count) : 0
    let context: SampleContext = boundary > 0 ? .interrupt : .busy
    let head = SampleLayout.head(
      byteCount: SampleLayout.byteCount(
        addressCount: found.count, extraWordCount: extraWordCount),
      kind: kind, addressCount: found.count,
      context: context.rawValue | bits | (isOff ? SampleLayout.interruptsOffBit : 0)
        | (found.hasSearched ? SampleLayout.searchedBit : 0),
      end: found.end, boundary: boundary,
      previousByteCount: unsafe ring.block.pointee.lastByteCount)
    unsafe writeHeader(to: place, head: head, tick: tick, interval: interval)
    return found.count
  }

  /// Writes the instruction and the return addresses.
  @inline(__always)
  private func writeStack(
    _ code: InterruptedCode, to place: UnsafeMutableRawPointer
  ) -> StackWalk.Result {
    let addresses = unsafe place + SampleLayout.headerByteCount
    unsafe addresses.storeBytes(
      of: UInt32(truncatingIfNeeded: code.instruction), as: UInt32.self)
    unsafe writeTop(code.stackPointer, to: place)
    var found = unsafe StackWalk.walk(
      from: UInt(UInt32(truncatingIfNeeded: code.framePointer)),
      stackPointer: UInt(truncatingIfNeeded: code.stackPointer), in: memory,
      limit: Int(truncatingIfNeeded: ring.block.pointee.depth), into: addresses + 4)
    found.count &+= 1
    return found
  }

  /// Writes the words on top of the stack, by which the host finds the caller where the innermost
  /// function has not made its frame.
  @inline(__always)
  private func writeTop(_ stackPointer: UInt64, to place: UnsafeMutableRawPointer) {
    let stack = memory.mainStack
    let top = UInt(truncatingIfNeeded: stackPointer)
    let isKnown = top &- stack.start <= stack.last &- stack.start
    // Safe: the place has room for the largest sample.
    unsafe place.storeBytes(
      of: isKnown ? memory.word(at: top) : 0, toByteOffset: SampleLayout.Field.top, as: UInt32.self)
    unsafe place.storeBytes(
      of: isKnown ? memory.word(at: top &+ 8) : 0, toByteOffset: SampleLayout.Field.top &+ 4,
      as: UInt32.self)
  }

  @inline(__always)
  private func writeHeader(
    to place: UnsafeMutableRawPointer, head: UInt64, tick: UInt64, interval: UInt64
  ) {
    let block = unsafe ring.block
    unsafe place.storeBytes(of: head, as: UInt64.self)
    unsafe place.storeBytes(
      of: UInt32(truncatingIfNeeded: block.pointee.recorded),
      toByteOffset: SampleLayout.Field.number, as: UInt32.self)
    unsafe place.storeBytes(
      of: UInt32(clamping: interval >> SampleLayout.intervalShift),
      toByteOffset: SampleLayout.Field.interval,
      as: UInt32.self)
    unsafe place.storeBytes(of: tick, toByteOffset: SampleLayout.Field.tick, as: UInt64.self)
    unsafe place.storeBytes(
      of: block.pointee.label, toByteOffset: SampleLayout.Field.label, as: UInt64.self)
  }

  /// Which address is that of the code that a handler interrupted; 0 if none.
  @inline(never)
  private func boundary(in place: UnsafeMutableRawPointer, count: Int) -> Int {
    for index in 1..<max(count, 1) {
      let address = unsafe place.load(
        fromByteOffset: SampleLayout.headerByteCount &+ index &* 4, as: UInt32.self)
      if address == handlerReturn { return index &+ 1 < count ? index &+ 1 : 0 }
    }
    return 0
  }
}
