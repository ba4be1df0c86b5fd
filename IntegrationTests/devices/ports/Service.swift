import Kernel

/// Sends and receives ten megabytes over one port and echoes lines at another.
@main struct PortsTest: Service {
  static let byteCount = 10_000_000

  static func start(_ system: System) async throws(PortError) {
    guard let bulk = await system.port(named: "bulk"), let echo = await system.port(named: "echo")
    else { return system.check(false, "there are ports") }
    Task {
      while true {
        while let bytes = await echo.read() { try? await echo.write(bytes) }
        system.console.print("echo closed")
      }
    }
    await bulk.connected()
    let start = system.uptime
    var sent: UInt32 = 0
    while sent < UInt32(byteCount) {
      // The host knows the pattern: every fourth byte of a counter, stirred.
      let chunk = (0..<50_000).map { pattern(sent + UInt32($0)) }
      try await bulk.write(chunk)
      sent += 50_000
    }
    let middle = system.uptime
    var received: UInt32 = 0
    var isRight = true
    while received < UInt32(byteCount), let bytes = await bulk.read() {
      for byte in bytes {
        isRight = isRight && byte == pattern(received)
        received += 1
      }
    }
    system.check(received == UInt32(byteCount), "all bytes have come")
    system.check(isRight, "and all are right")
    system.console.print("sent in ms", milliseconds(middle - start))
    system.console.print("received in ms", milliseconds(system.uptime - middle))
    try await bulk.write(Array("done".utf8))
    let end = await bulk.read()
    system.check(end == nil, "a port that the host closes ends")
    system.console.print("done")
    while true { try? await Task.sleep(for: .seconds(3600)) }
  }

  static func pattern(_ position: UInt32) -> UInt8 {
    UInt8(truncatingIfNeeded: (position &* 2_654_435_761) >> 24)
  }

  static func milliseconds(_ duration: Duration) -> Int {
    Int(duration.components.attoseconds / 1_000_000_000_000_000)
      + Int(duration.components.seconds) * 1000
  }
}
