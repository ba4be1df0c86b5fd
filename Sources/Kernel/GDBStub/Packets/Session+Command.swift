extension Session {
  /// Runs a command of the kernel's; its output goes out while it runs.
  @inline(never)
  mutating func runCommand() -> Answer {
    guard let command = scanner.takeHexadecimalBytes() else { return .badPacket }
    reply.beginConsole()
    // The command uses their memory.
    forgetTasks()
    let isDone = target.perform(command, &reply)
    reply.flush()
    return isDone ? .done : .refused
  }
}
