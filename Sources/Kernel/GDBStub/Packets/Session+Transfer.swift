internal import Telemetry

extension Session {
  /// Sends a part of a document: `features:read:target.xml:offset,length` and the like.
  mutating func transfer(_ packet: PacketScanner) {
    var scanner = packet
    guard let document = Self.document(&scanner) else { return answer("") }
    guard let offset = scanner.takeCount(), scanner.take(UInt8(ascii: ",")),
      let byteCount = scanner.takeCount()
    else { return answer(.badPacket) }
    reply.begin()
    reply.write("m")
    reply.beginWindow(offset: offset, byteCount: byteCount)
    switch document {
    case .features: reply.write(expanding: TargetDescription.text)
    case .memoryMap: writeMemoryMap()
    case .threads: writeThreads()
    }
    if !reply.endWindow().hasMore { reply.set(0, UInt8(ascii: "l")) }
    send()
  }

  private enum Document {
    case features, memoryMap, threads
  }

  private static func document(_ scanner: inout PacketScanner) -> Document? {
    if scanner.take("features:read:target.xml:") { return .features }
    if scanner.take("memory-map:read::") { return .memoryMap }
    return scanner.take("threads:read::") ? .threads : nil
  }

  /// Writes the ranges of memory: what is in none of them, gdb does not touch.
  ///
  /// Code is no `rom` for gdb, which would then refuse to set breakpoints in it.
  private mutating func writeMemoryMap() {
    reply.write("<memory-map>")
    for index in 0..<target.memoryRangeCount {
      writeRange(target.memoryRange(index))
    }
    writeRange(Self.taskStacks)
    reply.write("</memory-map>")
  }

  private mutating func writeRange(_ range: Range<UInt64>) {
    reply.write(
      "<memory type=\"ram\" start=\"%x\" length=\"%x\"/>", range.lowerBound,
      range.upperBound - range.lowerBound)
  }
}
