@testable internal import DNS
internal import Testing

@Suite struct ZoneCompilerTests {
  /// Makes a server of a sound zone and more records.
  static func compile(_ records: Record..., name: Text = "example") throws(ZoneError) {
    _ = try AuthoritativeServer(zones: [zone(records, name: name)])
  }

  static func zone(_ records: [Record], name: Text = "example") -> Zone {
    Zone(
      name, soa: StartOfAuthority(primary: "ns"),
      records: [.ns("", "ns"), .a("ns", 1, 2, 3, 4)] + records)
  }

  /// What is wrong with a record added to a sound zone.
  static func fault(_ records: Record...) -> ZoneError.Reason? {
    do throws(ZoneError) {
      _ = try AuthoritativeServer(zones: [zone(records)])
      return nil
    } catch {
      return error.reason
    }
  }

  @Test func `refuses a signer whose name another zone answers for`() {
    func fault(_ owner: Text) -> ZoneError.Reason? {
      let parent = Zone(
        "example", soa: StartOfAuthority(primary: "ns"),
        records: [
          .ns("", "ns"), .a("ns", 1, 2, 3, 4), .ns("sub", "ns"), .ns("far", "ns"),
          .opaque(owner, .ds, [0, 1, 8, 2] + [UInt8](repeating: 7, count: 32)),
        ])
      let child = Zone(
        "sub.example", soa: StartOfAuthority(primary: "ns.example."),
        records: [.ns("", "ns.example.")])
      do throws(ZoneError) {
        _ = try AuthoritativeServer(zones: [parent, child])
        return nil
      } catch {
        return error.reason
      }
    }
    #expect(fault("sub") == .signerOfOwnZone)
    #expect(fault("far") == nil)
  }

  @Test func `takes a sound zone`() {
    #expect(Self.fault() == nil)
    #expect(Self.fault(.a("x", 1, 2, 3, 4), .a("x", 1, 2, 3, 5), .aaaa("x", "::1")) == nil)
  }

  @Test func `refuses a zone given twice`() {
    #expect(throws: ZoneError(reason: .duplicateZone, zone: 1, record: nil)) {
      _ = try AuthoritativeServer(zones: [Self.zone([]), Self.zone([], name: "EXAMPLE.")])
    }
  }

  @Test func `refuses bad names, wherever they stand`() {
    #expect(Self.fault(.a("a..b", 1, 2, 3, 4)) == .emptyLabel)
    #expect(Self.fault(.cname("a", "b..c")) == .emptyLabel)
    #expect(throws: ZoneError(reason: .emptyLabel, zone: 0, record: nil)) {
      try Self.compile(name: "..")
    }
    let soa = StartOfAuthority(primary: "ns", contact: #"a\"#)
    #expect(throws: ZoneError(reason: .badEscape, zone: 0, record: nil)) {
      _ = try AuthoritativeServer(zones: [Zone("example", soa: soa, records: [])])
    }
  }

  @Test func `refuses records outside the zone`() {
    #expect(Self.fault(.a("www.example.org.", 1, 2, 3, 4)) == .outOfZone)
    #expect(Self.fault(.a("www.Example.", 1, 2, 3, 4)) == nil)
  }

  @Test func `refuses the same record twice`() {
    #expect(Self.fault(.a("x", 1, 2, 3, 4), .a("X", 1, 2, 3, 4)) == .duplicateRecord)
    #expect(Self.fault(.mx("x", 1, "ns"), .mx("x", 1, "NS")) == .duplicateRecord)
    #expect(Self.fault(.mx("x", 1, "ns"), .mx("x", 2, "ns")) == nil)
    #expect(Self.fault(.txt("x", "a"), .txt("x", "b")) == nil)
  }

  @Test func `refuses times to live that differ or are too long`() {
    #expect(Self.fault(.a("x", 1, 2, 3, 4), .a("x", 1, 2, 3, 5).ttl(1)) == .ttlDiffers)
    #expect(Self.fault(.a("x", 1, 2, 3, 4).ttl(1 << 31)) == .ttlTooLong)
    #expect(Self.fault(.a("x", 1, 2, 3, 4).ttl(1 << 31 - 1)) == nil)
  }

  @Test func `refuses data that is too long`() {
    let type = RecordType(rawValue: 65280)
    #expect(Self.fault(.opaque("x", type, [UInt8](repeating: 0, count: 65536))) == .dataTooLong)
    #expect(Self.fault(.opaque("x", type, [UInt8](repeating: 0, count: 65535))) == nil)
  }

  @Test func `passes on what a record found wrong itself`() {
    #expect(Self.fault(.aaaa("x", "nonsense")) == .badAddress)
  }

  @Test func `lets the inner zone have the word`() throws {
    let inner = Zone(
      "inner.example", soa: StartOfAuthority(primary: "ns"),
      records: [.ns("", "ns"), .a("ns", 9, 9, 9, 9), .a("x", 9, 9, 9, 8)])
    let outer = Self.zone([.ns("inner", "ns.inner"), .a("ns.inner", 1, 1, 1, 1)])
    for zones in [[inner, outer], [outer, inner]] {
      let server = try AuthoritativeServer(zones: zones)
      let reply = try server.parsedReply(Query("ns.inner.example"))
      #expect(reply.answer == ["ns.inner.example. 300 1 1 09090909"])
      #expect(reply.isAuthoritative)
      #expect(try server.parsedReply(Query("y.inner.example")).code == 3)
    }
  }
}
