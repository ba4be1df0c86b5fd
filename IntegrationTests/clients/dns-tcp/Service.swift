import DNS
import Kernel

/// An authoritative name server on UDP and TCP.
@main struct DNSService: Service {
  static func start(_ system: System) async throws(BindError) {
    guard let server = try? AuthoritativeServer(zones: [zone]) else { panic("the zone is wrong") }
    let streams = StreamServer(server, patience: 2_000_000_000)
    let listener = try system.network.tcp.listen(port: 53)
    Task {
      for await connection in listener { Task { await streams.serve(connection) } }
    }
    let socket = try system.network.udp.bind(port: 53)
    for await query in socket {
      try? socket.reply(to: query, capacity: 1232) { response in
        server.answer(query.bytes, into: &response, limit: .udp)
      }
    }
  }

  static var zone: Zone {
    var records: [Record] = [.ns("", "ns"), .a("ns", 10, 0, 0, 42), .a("www", 10, 0, 0, 80)]
    for number in UInt8(0)..<200 { records.append(.a("many", 198, 51, 100, number)) }
    return Zone("test.example", soa: StartOfAuthority(primary: "ns"), records: records)
  }
}
