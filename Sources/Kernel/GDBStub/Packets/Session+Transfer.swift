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
      let range = index < target.memoryRangeCount ? target.memoryRange(index) : Self.taskStacks
      reply.write(
        "<memory type=\"ram\" start=\"%x\" length=\"%x\"/>", range.lowerBound,
        range.upperBound &- range.lowerBound)
      index &+= 1
    }
    reply.write("</memory-map>")
  }
}
