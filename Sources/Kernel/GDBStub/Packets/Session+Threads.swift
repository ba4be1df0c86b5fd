internal import Telemetry

extension Session {
  /// Chooses the thread that registers are asked of: there is one processor.
  mutating func selectThread(_ packet: PacketScanner) {
    var scanner = packet
    guard scanner.takeByte() != nil, let thread = scanner.takeThread(), thread <= 1 else {
      answer(.refused)
      return
    }
    answer("OK")
  }

  /// Says whether a thread is there.
  mutating func reportAlive(_ packet: PacketScanner) {
    var scanner = packet
    let isThere = scanner.takeThread() == 1
    answer(isThere, else: .refused)
  }

  /// Lists the threads.
  mutating func listThreads(isFirst: Bool) {
    answer(isFirst ? "m1" : "l")
  }

  /// Says what a thread is.
  mutating func describeThread(_ packet: PacketScanner) {
    let text: StaticString = "processor"
    reply.begin()
    for index in 0..<text.utf8CodeUnitCount {
      // Safe: the text has as many bytes.
      reply.write(digitsOf: unsafe text.utf8Start[index])
    }
    send()
  }
}
