internal import Telemetry

extension Session {
  /// Chooses the thread that registers are asked of: the processor, or a task.
  mutating func selectThread(_ packet: PacketScanner) {
    var scanner = packet
    guard let use = scanner.takeByte(), let thread = scanner.takeThread() else {
      return answer(.refused)
    }
    let task = thread > 1 ? task(ofThread: thread) : nil
    if use == UInt8(ascii: "g") { selected = task }
    answer(thread <= 1 || task != nil, else: .refused)
  }

  /// Says whether a thread is there.
  mutating func reportAlive(_ packet: PacketScanner) {
    var scanner = packet
    let thread = scanner.takeThread() ?? 0
    let isThere = thread == 1 || task(ofThread: thread) != nil
    answer(isThere, else: .refused)
  }

  /// How many tasks are listed: gdb asks for the list whenever the guest stops.
  private static var listedCount: Int { 64 }

  /// Lists the threads.
  mutating func listThreads(isFirst: Bool) {
    guard isFirst else { return answer("l") }
    reply.begin()
    reply.write("m1")
    let tasks = tasks
    for index in 0..<min(tasks.count, Self.listedCount) {
      reply.write(",")
      reply.write(number: UInt64(tasks[index].thread))
    }
    send()
  }

  /// Writes the threads as a document.
  mutating func writeThreads() {
    reply.write("<threads><thread id=\"1\" core=\"0\" name=\"processor\"/>")
    let tasks = tasks
    for index in 0..<min(tasks.count, Self.listedCount) {
      reply.write("<thread id=\"")
      reply.write(number: UInt64(tasks[index].thread))
      reply.write("\" name=\"task %d\"/>", UInt64(tasks[index].number))
    }
    reply.write("</threads>")
  }

  /// Says what a thread is, in digits.
  mutating func describeThread(_ packet: PacketScanner) {
    var scanner = packet
    let thread = scanner.takeThread() ?? 0
    reply.begin()
    reply.beginDigits()
    if thread > 1 {
      reply.write("task %d", UInt64(thread - 2))
    } else {
      reply.write("processor")
    }
    send()
  }
}
