import DNS
import HTTP
import Kernel

/// What `Tools/bench growth` measures: a zone of as many names as asked for, pages, echoes, timers.
@main struct GrowingService: Service {
  static func start(_ system: System) async throws(BindError) {
    system.watchdogLimit = .zero
    let names = system.arguments["names"]?.integer ?? 1
    let echoes = try system.network.udp.bind(port: 7)
    let timers = try system.network.udp.bind(port: 9)
    let queries = try system.network.udp.bind(port: 53)
    let server = server(system, names)
    let pages = try system.network.tcp.listen(port: 80, backlog: 1024)
    Task { await webServer(system).serve(connectionsOf: pages) }
    Task {
      for await datagram in echoes { try? echoes.send(datagram.payload, to: datagram.source) }
    }
    Task {
      for await request in timers where request.payload.count == 12 {
        let payload = request.payload
        let answer = await ring(
          count(payload, 0), rounds: count(payload, 4), isNoting: count(payload, 8) != 0)
        try? timers.send(answer.flatMap(bytes), to: request.source)
      }
    }
    for await query in queries {
      try? queries.reply(to: query, capacity: 1232) { response in
        server.answer(query.bytes, into: &response, limit: .udp)
      }
    }
  }

  /// A server of test.example with an address for itself, and one for each of n0, n1 and so on.
  static func server(_ system: System, _ names: Int) -> AuthoritativeServer {
    var records: [Record] = []
    records.reserveCapacity(names + 3)
    records.append(.ns("", "ns"))
    records.append(.a("ns", 10, 0, 0, 42))
    records.append(.a("", 10, 0, 0, 42))
    for number in 0..<names { records.append(.a(Text(name(number)), 10, 0, 0, 44)) }
    let zone = Zone("test.example", soa: StartOfAuthority(primary: "ns"), records: records)
    do throws(ZoneError) {
      return try AuthoritativeServer(zones: [zone])
    } catch {
      system.console.print(error.reason.message, error.record ?? -1)
      panic("a zone is wrong")
    }
  }

  /// The page of IntegrationTests/http/hello, for as many connections as anybody opens.
  static func webServer(_ system: System) -> HTTPServer {
    let router = Router()
    router.get("/") { _ in .text(greeting) }
    var limits = ServerLimits()
    limits.connections = 20_000
    limits.idle = .seconds(3600)
    return HTTPServer(router, limits: limits) { system.wallClock.now?.seconds }
  }

  static var greeting: StaticString {
    """
    Hello from a machine that does nothing else at all: \
    after some instructions, all of it is in Swift.

    """
  }

  static func name(_ number: Int) -> [UInt8] {
    var digits: [UInt8] = []
    var rest = number
    repeat {
      digits.append(UInt8(0x30 + rest % 10))
      rest /= 10
    } while rest > 0
    digits.append(UInt8(ascii: "n"))
    digits.reverse()
    return digits
  }

  /// Four bytes as a number.
  static func count(_ bytes: [UInt8], _ offset: Int) -> Int {
    bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
  }

  /// A number as four bytes.
  static func bytes(_ number: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  /// Sets so many timers, waits until all have rung, and does so again.
  ///
  /// Returns in how many of a hundred times all were set before the first rang, and by how many
  /// nanoseconds they were late, on average, if that is to be noted.
  static func ring(_ count: Int, rounds: Int, isNoting: Bool) async -> [Int] {
    var state: UInt64 = 7
    var wholeCount = 0
    var lateness = 0
    for _ in 0..<rounds {
      let first = MonotonicClock.Instant.now + .microseconds(1000 + 40 * count)
      let tally = Tally(count)
      for _ in 0..<count {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let spread = Int(state >> 33) % (1_000_000 + 10_000 * count)
        let deadline = first + .nanoseconds(spread)
        if isNoting {
          Alarm(at: deadline) { tally.ring(dueAt: deadline) }
        } else {
          Alarm(at: deadline) { tally.ring() }
        }
      }
      if MonotonicClock.Instant.now < first { wholeCount += 1 }
      await tally.all()
      lateness += tally.lateness
    }
    return [100 * wholeCount / max(1, rounds), lateness / max(1, count * rounds)]
  }
}

/// Counts what rings, and wakes a task at the last.
final class Tally: @unchecked Sendable {
  private var left: Int
  /// The sum of all that was noted, in nanoseconds.
  private(set) var lateness = 0
  private var task: UnsafeContinuation<Void, Never>?

  init(_ count: Int) { left = count }

  func ring() {
    left -= 1
    if left == 0 { task?.resume() }
  }

  func ring(dueAt deadline: MonotonicClock.Instant) {
    lateness += Int(MonotonicClock.Instant.now.nanoseconds - deadline.nanoseconds)
    ring()
  }

  func all() async {
    if left > 0 { await withUnsafeContinuation { task = $0 } }
  }
}
