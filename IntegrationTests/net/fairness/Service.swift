import Kernel

/// Echoes on port 7 while other tasks have much to do.
///
/// One takes its time for each datagram on port 9, one only yields again and again, one watches how late timers of 10 ms are. Tells on port 11 how many were more than 20 ms late.
@main struct FairnessTest: Service {
  nonisolated(unsafe) static var lateCount = 0
  nonisolated(unsafe) static var timerCount = 0
  nonisolated(unsafe) static var slowCount = 0

  static func start(_ system: System) async throws(BindError) {
    let slow = try system.network.udp.bind(port: 9)
    let report = try system.network.udp.bind(port: 11)
    let echo = try system.network.udp.bind(port: 7)
    Task { await work(slow, system) }
    Task { await measure(system) }
    Task { await tell(report) }
    for await datagram in echo { try? echo.send(datagram.payload, to: datagram.source) }
  }

  /// Spends 1 ms on each datagram: the 256 that may wait are good for a quarter of a second.
  static func work(_ socket: UDPSocket, _ system: System) async {
    for await _ in socket {
      unsafe slowCount += 1
      let start = system.uptime
      while system.uptime - start < .milliseconds(1) {}
    }
  }

  /// Sleeps for 10 ms again and again, beside a task that makes itself ready again and again, for
  /// as long as datagrams come.
  static func measure(_ system: System) async {
    while true {
      let count = unsafe slowCount
      let busy = Task { while !Task.isCancelled { await Task.yield() } }
      let due = system.uptime + .milliseconds(10)
      try? await Task.sleep(for: .milliseconds(10))
      let isLate = system.uptime - due > .milliseconds(20)
      busy.cancel()
      if unsafe slowCount > count {
        unsafe timerCount += 1
        if isLate { unsafe lateCount += 1 }
      } else {
        try? await Task.sleep(for: .milliseconds(50))
      }
    }
  }

  static func tell(_ socket: UDPSocket) async {
    for await datagram in socket {
      let answer = "\(unsafe lateCount) \(unsafe timerCount) \(unsafe slowCount)"
      try? socket.send(Array(answer.utf8), to: datagram.source)
    }
  }
}
