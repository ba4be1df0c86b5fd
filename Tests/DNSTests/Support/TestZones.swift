internal import DNS

/// The zones of the tests; `Tools/fixtures/dns` holds the same as master files for real servers.
enum TestZones {
  /// The zone that the service of the dns integration test serves.
  static let forward = Zone(
    "test.example", soa: StartOfAuthority(primary: "ns1"),
    records: [
      .ns("", "ns1"),
      .ns("", "ns2"),
      .a("", 10, 0, 0, 42),
      .aaaa("", "fd00::42"),
      .mx("", 10, "mail"),
      .mx("", 20, "www"),
      .txt("", "v=spf1 -all"),
      .caa("", "issue", "ca.test.example"),
      .a("ns1", 10, 0, 0, 42),
      .a("ns2", 10, 0, 0, 43),
      .aaaa("ns2", "fd00::43"),
      .a("www", 10, 0, 0, 80),
      .aaaa("www", "fd00::80"),
      .cname("alias", "www"),
      .cname("alias2", "alias"),
      .cname("alias3", "alias2"),
      .cname("dangling", "missing"),
      .cname("outside", "www.example.org."),
      .a("mail", 10, 0, 0, 25),
      .a("*.wild", 10, 0, 0, 99),
      .txt("*.wild", "any name", "below wild"),
      .a("named.wild", 10, 0, 0, 98),
      .srv("_dns._udp", priority: 0, weight: 5, port: 53, "ns1"),
      .srv("_dns._tcp", priority: 0, weight: 5, port: 53, "ns1"),
      .ns("sub", "ns.sub"),
      .a("ns.sub", 10, 0, 0, 53),
      .a("host.empty", 10, 0, 0, 77),
    ], ttl: 300)

  /// The reverse zone of the same service.
  static let reverse = Zone(
    "0.0.10.in-addr.arpa",
    soa: StartOfAuthority(primary: "ns1.test.example.", contact: "hostmaster.test.example."),
    records: [
      .ns("", "ns1.test.example."),
      .ptr("25", "mail.test.example."),
      .ptr("42", "test.example."),
      .ptr("80", "www.test.example."),
    ], ttl: 300)

  /// What an ordinary zone seldom has: the corners where servers differ.
  static let edge = Zone(
    "edge.example",
    soa: StartOfAuthority(
      primary: "ns1", contact: #"host\.master"#, serial: 2, minimum: 86400),
    records: corners + numbered, ttl: 3600)

  /// All of them.
  static let all = [forward, reverse, edge]

  private static let corners: [Record] = [
    .ns("", "ns1"),
    .ns("", "ns.other.test."),
    .a("ns1", 192, 0, 2, 1),
    .a("UPPER", 192, 0, 2, 2),
    .cname("MiXeD", "upper"),
    .cname("*.loop", "x.loop"),
    .cname("*.ping", "x.pong"),
    .cname("*.pong", "x.ping"),
    .cname("*.alias", "upper"),
    .cname("*.tosub", "host.sub"),
    .cname("intosub", "host.sub"),
    .cname("towild", "host.w"),
    .a("*.w", 192, 0, 2, 3),
    .a("a.b.w", 192, 0, 2, 4),
    .txt("below.*.star", "below an asterisk"),
    .txt("*.star", "asterisk"),
    .mx("mx", 5, "mail.w"),
    .mx("mx", 6, "ns1.sub"),
    .mx("mx", 7, "ns1"),
    .mx("mx", 8, "mail.other.test."),
    .mx("nomx", 0, "."),
    .mx("*.wmx", 5, "ns1"),
    .ns("sub", "ns1.sub"),
    .ns("sub", "ns1"),
    .ns("sub", "ns.other.test."),
    .opaque("sub", .ds, [0, 1, 13, 2] + [UInt8](repeating: 0, count: 32)),
    .a("ns1.sub", 192, 0, 2, 5),
    .aaaa("ns1.sub", "2001:db8::5"),
    .ns("bare", "ns.other.test."),
    .a("short", 192, 0, 2, 6).ttl(30),
    .opaque("odd", RecordType(rawValue: 12345), [1, 2, 3, 4, 5]),
    .opaque("odd", RecordType(rawValue: 65280), []),
    .opaque("odd", RecordType(rawValue: 13), [3, 0x63, 0x70, 0x75, 2, 0x6f, 0x73]),
    .txt("multi", "one", "two", ""),
    .a(#"a\.b\000"#, 192, 0, 2, 7),
    .srv("srv", priority: 1, weight: 2, port: 3, "ns1"),
    .srv("srv", priority: 1, weight: 2, port: 4, "mail.w"),
  ]

  private static let numbered: [Record] = {
    var records: [Record] = []
    for index in 0..<12 { records.append(.cname(text("chain\(index)"), text("chain\(index + 1)"))) }
    records.append(.a("chain12", 192, 0, 2, 8))
    for index in 0..<20 { records.append(.cname(text("long\(index)"), text("long\(index + 1)"))) }
    records.append(.a("long20", 192, 0, 2, 9))
    for index in 1...30 as ClosedRange<UInt8> { records.append(.a("many", 198, 51, 100, index)) }
    for index in 0..<40 {
      let string = padded(index, 3) + " " + String(repeating: "x", count: 60)
      records.append(.txt("big", text(string)))
    }
    for index in 0..<12 {
      let server = "name-server-with-a-rather-long-name-\(padded(index, 2)).large"
      records.append(.ns("large", text(server)))
      records.append(.aaaa(text(server), text("2001:db8::" + String(index + 1, radix: 16))))
    }
    for index in 0..<12 as Range<UInt8> {
      let host = "ns-\(padded(Int(index), 2)).fill"
      records.append(.mx("fill", UInt16(index), text(host)))
      records.append(.a(text(host), 203, 0, 113, index + 1))
      records.append(.aaaa(text(host), text("2001:db8:1::" + String(index + 1, radix: 16))))
    }
    let label = String(repeating: "a", count: 63)
    let last = String(repeating: "b", count: 63) + "." + String(repeating: "c", count: 48)
    records.append(.a(text("\(label).\(label).\(last)"), 192, 0, 2, 10))
    return records
  }()

  /// The text of a string.
  static func text(_ string: String) -> Text { Text(Array(string.utf8)) }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
