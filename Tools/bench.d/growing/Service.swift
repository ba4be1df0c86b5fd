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
      for await request in timers where request.payload.count == 8 {
        let answer = await ring(
          system, count(request.payload, 0), rounds: count(request.payload, 4))
        try? timers.send([answer], to: request.source)
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

  /// Sets so many timers, waits until all have rung, and does so again.
  ///
  /// Returns in how many of a hundred times all were set before the first rang.
  static func ring(_ system: System, _ count: Int, rounds: Int) async -> UInt8 {
    var state: UInt64 = 7
    var wholeCount = 0
    for _ in 0..<rounds {
      let first = MonotonicClock.Instant.now + .microseconds(1000 + 40 * count)
      let tally = Tally(count)
      for _ in 0..<count {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let spread = Int(state >> 33) % (1_000_000 + 10_000 * count)
        Alarm(at: first + .nanoseconds(spread)) { tally.ring() }
      }
      if MonotonicClock.Instant.now < first { wholeCount += 1 }
      await tally.all()
    }
    return UInt8(100 * wholeCount / max(1, rounds))
  }
}

/// Counts what rings, and wakes a task at the last.
final class Tally: @unchecked Sendable {
  private var left: Int
  private var task: UnsafeContinuation<Void, Never>?

  init(_ count: Int) { left = count }

  func ring() {
    left -= 1
    if left == 0 { task?.resume() }
  }

  func all() async {
    if left > 0 { await withUnsafeContinuation { task = $0 } }
  }
}
