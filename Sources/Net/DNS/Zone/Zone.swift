/// A zone as a person writes it: plain data, checked when a server is made of it.
///
///     Zone(
///       "test.example", soa: StartOfAuthority(primary: "ns"),
///       records: [.ns("", "ns"), .a("ns", 10, 0, 0, 42), .cname("www", "ns")])
///
/// Names are relative to the zone unless they end in a dot; the empty name and `@` are the zone's
/// own. A dot or an unusual byte inside a label is written `\.` or `\DDD` (RFC 1035, section 5.1).
public struct Zone: Sendable {
  /// Name of the zone; always absolute.
  public var name: Text
  /// The SOA record.
  public var soa: StartOfAuthority
  /// All other records, in the order in which answers list them.
  public var records: [Record]
  /// Time to live of records that do not say their own, in seconds.
  public var ttl: UInt32

  /// Makes a zone of its parts.
  public init(
    _ name: Text, soa: StartOfAuthority, records: [Record], ttl: UInt32 = 300
  ) {
    self.name = name
    self.soa = soa
    self.records = records
    self.ttl = ttl
  }
}
