internal import Telemetry

extension Session {
  /// Lets gdb read what the kernel has as files: `remote get log`.
  ///
  /// A file is a text that is made anew for each part that is asked for, and can be read only.
  ///
  /// Source: Debugging with GDB, E.7, "Host I/O Packets".
  mutating func accessFile(_ packet: PacketScanner) {
    var scanner = packet
    if scanner.take("open:") {
      openFile(scanner)
    } else if scanner.take("pread:") {
      readFile(scanner)
    } else if scanner.take("close:") {
      answer("F0")
    } else {
      answer("")
    }
  }

  private mutating func openFile(_ packet: PacketScanner) {
    var scanner = packet
    guard let digits = scanner.take(until: UInt8(ascii: ",")) else { return answer("F-1,16") }
    var name = PacketScanner(digits)
    guard let bytes = name.takeHexadecimalBytes(), let number = target.file(bytes) else {
      return answer("F-1,2")
    }
    reply.begin()
    reply.write("F")
    reply.write(number: UInt64(number))
    send()
  }

  private mutating func readFile(_ packet: PacketScanner) {
    var scanner = packet
    guard let number = scanner.takeCount(), scanner.take(UInt8(ascii: ",")),
      let byteCount = scanner.takeCount(), scanner.take(UInt8(ascii: ",")),
      let offset = scanner.takeCount()
    else { return answer("F-1,16") }
    reply.begin()
    reply.write("F0000;")
    reply.beginWindow(offset: offset, byteCount: byteCount)
    target.writeFile(number, &reply)
    let written = reply.endWindow().byteCount
    for place in 0..<4 {
      reply.set(4 - place, HexadecimalDigit.byte(UInt8(truncatingIfNeeded: written >> (4 * place))))
    }
    send()
  }
}
