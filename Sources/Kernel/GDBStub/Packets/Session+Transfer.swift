extension Session {
  /// Sends a part of a document: `features:read:target.xml:offset,length` and the like.
  mutating func transfer(_ packet: PacketScanner) {
    var scanner = packet
    let document: Document
    if scanner.take("features:read:target.xml:") {
      document = .features
    } else if scanner.take("memory-map:read::") {
      document = .memoryMap
    } else if scanner.take("threads:read::") {
      document = .threads
    } else {
      return answer("")
    }
    guard let offset = scanner.takeCount(), scanner.take(UInt8(ascii: ",")),
      let byteCount = scanner.takeCount()
    else { return answer(.badPacket) }
    // A byte may become two, and all of them must fit.
    let room = min(byteCount, (Self.packetByteCount - 8) / 2)
    var text = DocumentWindow(offset: offset, byteCount: room, reply)
    switch document {
    case .features: TargetDescription.write(to: &text)
    case .memoryMap: writeMemoryMap(to: &text)
    case .threads:
      text.write("<threads><thread id=\"1\" core=\"0\" name=\"processor\"/></threads>")
    }
    reply = text.finished()
    send()
  }

  private enum Document {
    case features, memoryMap, threads
  }

  /// Writes the ranges of memory: what is in none of them, gdb does not touch.
  ///
  /// Code is no `rom` for gdb, which would then refuse to set breakpoints in it.
  private func writeMemoryMap(to text: inout DocumentWindow) {
    text.write("<memory-map>")
    for index in 0..<target.memoryRangeCount {
      let range = target.memoryRange(index)
      text.write("<memory type=\"ram\" start=\"")
      text.write(hexadecimal: range.lowerBound)
      text.write("\" length=\"")
      text.write(hexadecimal: range.upperBound - range.lowerBound)
      text.write("\"/>")
    }
    text.write("</memory-map>")
  }
}
