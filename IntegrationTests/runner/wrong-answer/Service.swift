import DNS
import Kernel

/// Answers every question for `www.example.test` with another address than its test expects.
@main struct WrongAnswer: Service {
  static func start(_ system: System) async throws(BindError) {
    let zone = Zone(
      "example.test", soa: StartOfAuthority(primary: "ns"),
      records: [.ns("", "ns"), .a("ns", 10, 0, 0, 42), .a("www", 192, 0, 2, 99)])
    guard let server = try? AuthoritativeServer(zones: [zone]) else { panic("the zone is wrong") }
    let socket = try system.network.udp.bind(port: 53)
    for await query in socket {
      try? socket.reply(to: query, capacity: 1232) { response in
        server.answer(query.bytes, into: &response, limit: .udp)
      }
    }
  }
}
