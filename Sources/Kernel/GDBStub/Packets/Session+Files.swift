internal import Telemetry

// Lets gdb read what the kernel has as files: `remote get log`.
//
// A file is a text that is made anew for each part that is asked for, and can be read only.
//
// Source: Debugging with GDB, E.7, "Host I/O Packets".

extension Session {
  /// Opens the file whose name comes in digits, up to a comma.
  @inline(never)
  mutating func openFile() -> Answer {
    guard let digits = scanner.take(until: UInt8(ascii: ",")) else { return say("F-1,16") }
    var scanner = PacketScanner(digits)
    guard let name = scanner.takeHexadecimalBytes(), let number = target.file(name) else {
      return say("F-1,2")
    }
    reply.begin()
    reply.write("F")
    reply.write(number: UInt64(number))
    return .made
  }

  /// Sends a part of a file: its number, the most bytes and the offset are the arguments.
  @inline(never)
  mutating func readFile() -> Answer {
    guard matches("#,#,#") else { return say("F-1,16") }
    reply.begin()
    reply.write("F0000;")
    reply.beginWindow(offset: count(2), byteCount: count(1))
    target.writeFile(count(0), &reply)
    var (written, place) = (reply.endWindow().byteCount, 4)
    while place > 0 {
      reply.set(place, HexadecimalDigit.byte(UInt8(truncatingIfNeeded: written)))
      written >>= 4
      place &-= 1
    }
    return .made
  }
}
