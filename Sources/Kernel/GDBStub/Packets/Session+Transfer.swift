internal import Telemetry

extension Session {
  /// Makes a part of a document: offset and length are the arguments.
  ///
  /// Which document it is says the number of the packet that asks for it: `follow`.
  @inline(never)
  mutating func transfer(_ packet: Int) -> Answer {
    reply.begin()
    reply.write(UInt8(ascii: "m"))
    reply.beginWindow(offset: count(0), byteCount: count(1))
    switch packet {
    case 27: reply.writeDescription()
    case 28: writeMemoryMap()
    default: writeThreads()
    }
    if !reply.endWindow().hasMore {
      reply.set(0, UInt8(ascii: "l"))
      isFresh = false
    }
    return .made
  }

  /// Writes the ranges of memory: what is in none of them, gdb does not touch.
  ///
  /// Code is no `rom` for gdb, which would then refuse to set breakpoints in it.
  @inline(never)
  private mutating func writeMemoryMap() {
    reply.write("<memory-map>")
    var index = 0
    while index <= target.memoryRangeCount {
      let range = memoryRange(index)
      reply.write(
        "<memory type=\"ram\" start=\"%x\" length=\"%x\"/>", range.lowerBound,
        range.upperBound &- range.lowerBound)
      index &+= 1
    }
    reply.write("</memory-map>")
  }

  /// A range of memory by its number: code before those of the target, the pages of tasks behind.
  @inline(never)
  private func memoryRange(_ index: Int) -> Range<UInt64> {
    if index < 0 { return target.code }
    return index < target.memoryRangeCount ? target.memoryRange(index) : Self.taskStacks
  }

  /// Says where the memory begins and ends that an address, the argument, is in, or the hole.
  ///
  /// lldb goes from one to the next, and looks for a hole where it evaluates expressions.
  ///
  /// Source: LLDB, "GDB Remote Protocol Extensions", "qMemoryRegionInfo".
  @inline(never)
  mutating func describeMemory() -> Answer {
    let address = arguments[0]
    var (start, end, index): (UInt64, UInt64, Int) = (0, .max, target.memoryRangeCount)
    var use: UInt8 = 0
    while index >= -1 {
      let range = memoryRange(index)
      if address >= range.upperBound {
        start = max(start, range.upperBound)
      } else if address < range.lowerBound {
        end = min(end, range.lowerBound)
      } else {
        (start, end) = (max(start, range.lowerBound), min(end, range.upperBound))
        use = index < 0 ? UInt8(ascii: "x") : UInt8(ascii: "w")
      }
      index &-= 1
    }
    reply.begin()
    reply.write("start:%n;size:%n;", start, end &- start)
    if use != 0 {
      reply.write("permissions:r")
      reply.write(use)
      reply.write(UInt8(ascii: ";"))
    }
    return .made
  }
}
