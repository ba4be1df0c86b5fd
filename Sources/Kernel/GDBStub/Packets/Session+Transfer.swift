internal import Telemetry

extension Session {
  /// A document that gdb reads in parts.
  enum Document {
    case features, memoryMap, threads
  }

  /// Sends a part of a document: offset and length are the arguments.
  @inline(never)
  mutating func transfer(_ document: Document) {
    reply.begin()
    reply.write("m")
    reply.beginWindow(offset: count(0), byteCount: count(1))
    switch document {
    case .features: reply.write(expanding: TargetDescription.text)
    case .memoryMap: writeMemoryMap()
    case .threads: writeThreads()
    }
    if !reply.endWindow().hasMore { reply.set(0, UInt8(ascii: "l")) }
    send()
  }

  /// Writes the ranges of memory: what is in none of them, gdb does not touch.
  ///
  /// Code is no `rom` for gdb, which would then refuse to set breakpoints in it.
  @inline(never)
  private mutating func writeMemoryMap() {
    reply.write("<memory-map>")
    for index in 0...target.memoryRangeCount {
      let range = index < target.memoryRangeCount ? target.memoryRange(index) : Self.taskStacks
      reply.write(
        "<memory type=\"ram\" start=\"%x\" length=\"%x\"/>", range.lowerBound,
        range.upperBound &- range.lowerBound)
    }
    reply.write("</memory-map>")
  }
}
