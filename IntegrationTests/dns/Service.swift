import DNS
import Kernel

/// An authoritative name server for the zones below, on UDP port 53.
@main struct DNSService: Service {
  static func start(_ system: System) async throws(BindError) {
    let server: AuthoritativeServer
    do throws(ZoneError) {
      server = try AuthoritativeServer(zones: [example, reverse])
    } catch {
      system.console.print(error.reason.message, error.record ?? -1)
      panic("a zone is wrong")
    }
    let socket = try system.network.udp.bind(port: 53)
    system.console.print("serving test.example and 0.0.10.in-addr.arpa")
    for await query in socket {
      // An answer that the device has no room for is lost, as any datagram may be: clients ask again.
      try? socket.reply(to: query, capacity: 1232) { response in
        server.answer(query.bytes, into: &response, limit: .udp)
      }
    }
  }

  static var example: Zone {
    Zone(
      "test.example", soa: StartOfAuthority(primary: "ns1", serial: 2_026_112_101),
      records: [
        .ns("", "ns1"), .ns("", "ns2"),
        .a("", 10, 0, 0, 42), .aaaa("", "2001:db8::42"),
        .a("ns1", 10, 0, 0, 42), .a("ns2", 10, 0, 0, 43),
        .mx("", 10, "mail"), .mx("", 20, "backup.mail"),
        .txt("", "v=spf1 mx -all"), .caa("", "issue", "ca.example"),
        .a("www", 10, 0, 0, 80), .aaaa("www", "2001:db8::80"),
        .cname("alias", "www"), .cname("chain", "alias"), .cname("away", "www.example.net."),
        .a("mail", 10, 0, 0, 25), .a("backup.mail", 10, 0, 0, 26),
        .srv("_dns._udp", priority: 0, weight: 5, port: 53, "ns1"),
        .a("*.wild", 10, 0, 0, 99), .txt("*.wild", "any name below wild"),
        .a("deep.empty", 10, 0, 0, 7),
        .ns("sub", "ns.sub"), .a("ns.sub", 10, 0, 0, 44),
        .opaque("custom", RecordType(rawValue: 65280), [1, 2, 3, 4]),
      ])
  }

  static var reverse: Zone {
    Zone(
      "0.0.10.in-addr.arpa", soa: StartOfAuthority(primary: "ns1.test.example."),
      records: [
        .ns("", "ns1.test.example."), .ptr("42", "ns1.test.example."),
        .ptr("80", "www.test.example."), .ptr("25", "mail.test.example."),
      ])
  }
}
