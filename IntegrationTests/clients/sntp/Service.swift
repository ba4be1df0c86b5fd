import Kernel
import SNTP

/// Sets its clock by a server, and tells the time by the protocol of RFC 868 on UDP port 37.
@main struct SNTPGuest: Service {
  static func start(_ system: System) async throws(BindError) {
    let socket = try system.network.udp.bind(port: 37)
    do throws(SNTPError) {
      // Far off, so that only the server can have set it right.
      system.wallClock.set(to: Timestamp(seconds: 1_000_000_000))
      let servers = [IPv4Address(10, 0, 0, 99), IPv4Address(10, 0, 0, 1)]
      let reading = try await system.wallClock.synchronize(with: servers)
      system.check(reading.stratum == 9, "the server goes by its own clock")
      system.check(reading.delay < 1_000_000_000, "the way is short")
      system.console.print("the clock is set")
    } catch {
      panic("nobody told the time")
    }
    for await query in socket {
      let time = system.wallClock.now?.seconds ?? 0
      // Seconds since 1900, of which 1970 is 2,208,988,800 later.
      let seconds = UInt32(truncatingIfNeeded: time + 2_208_988_800)
      let bytes = (0..<4).map { UInt8(truncatingIfNeeded: seconds >> (24 - 8 * UInt32($0))) }
      try? socket.send(bytes, to: query.source)
    }
  }
}
