extension Session {
  /// Runs a command of the kernel's; its output goes out while it runs.
  mutating func runCommand(_ packet: PacketScanner) {
    var scanner = packet
    guard let command = scanner.takeHexadecimalBytes() else {
      answer(.badPacket)
      return
    }
    reply.beginConsole()
    let isDone = target.perform(command, &reply)
    reply.flush()
    answer(isDone, else: .refused)
  }
}
