@testable internal import DNS
internal import Testing

@Suite struct ZoneCompilerChecksTests {
  private func fault(_ records: Record...) -> ZoneError.Reason? {
    do throws(ZoneError) {
      _ = try AuthoritativeServer(zones: [ZoneCompilerTests.zone(records)])
      return nil
    } catch {
      return error.reason
    }
  }

  @Test func `refuses a zone without name servers`() {
    let zone = Zone("example", soa: StartOfAuthority(primary: "ns"), records: [])
    #expect(throws: ZoneError(reason: .missingNameServer, zone: 0, record: nil)) {
      _ = try AuthoritativeServer(zones: [zone])
    }
  }

  @Test func `refuses an alias beside other data`() {
    #expect(fault(.cname("x", "ns"), .a("x", 1, 2, 3, 4)) == .aliasBesideData)
    #expect(fault(.a("x", 1, 2, 3, 4), .cname("x", "ns")) == .aliasBesideData)
    #expect(fault(.cname("x", "ns"), .cname("x", "y")) == .aliasBesideData)
    #expect(fault(.cname("", "ns")) == .aliasBesideData)
  }

  @Test func `refuses chains of aliases that do not end`() {
    #expect(fault(.cname("x", "x")) == .aliasLoop)
    #expect(fault(.cname("x", "y"), .cname("y", "x")) == .aliasLoop)
    var chain: [Record] = []
    for index in 0..<32 {
      chain.append(.cname(TestZones.text("c\(index)"), TestZones.text("c\(index + 1)")))
    }
    #expect(throws: Never.self) {
      _ = try AuthoritativeServer(zones: [ZoneCompilerTests.zone(chain)])
    }
    chain.append(.cname("c32", "c33"))
    #expect(throws: ZoneError(reason: .aliasLoop, zone: 0, record: 2)) {
      _ = try AuthoritativeServer(zones: [ZoneCompilerTests.zone(chain)])
    }
  }

  @Test func `refuses targets without addresses`() {
    #expect(fault(.ns("", "ns2")) == .targetWithoutAddress)
    #expect(fault(.mx("", 1, "mail")) == .targetWithoutAddress)
    #expect(fault(.srv("x", priority: 1, weight: 1, port: 1, "y")) == .targetWithoutAddress)
    #expect(fault(.mx("", 1, "mail"), .txt("mail", "x")) == .targetWithoutAddress)
    #expect(fault(.mx("", 1, "mail"), .aaaa("mail", "::1")) == nil)
    #expect(fault(.mx("", 1, "mail"), .a("*", 1, 2, 3, 4)) == nil)
    #expect(fault(.mx("", 0, "."), .mx("x", 1, "mail.example.org.")) == nil)
  }

  @Test func `wants the glue of a delegation, not that of others`() {
    #expect(fault(.ns("sub", "ns.sub")) == .targetWithoutAddress)
    #expect(fault(.ns("sub", "ns.sub"), .aaaa("ns.sub", "::1")) == nil)
    #expect(fault(.ns("sub", "sub"), .a("sub", 1, 2, 3, 4)) == nil)
    let other: [Record] = [.ns("sub", "ns.sub"), .a("ns.sub", 1, 2, 3, 4), .ns("two", "x.sub")]
    #expect(throws: Never.self) {
      _ = try AuthoritativeServer(zones: [ZoneCompilerTests.zone(other)])
    }
    #expect(fault(.ns("sub", "ns"), .mx("x", 1, "mail.sub")) == nil)
  }

  @Test func `refuses targets that are aliases`() {
    #expect(fault(.mx("", 1, "mail"), .cname("mail", "ns")) == .targetIsAlias)
    #expect(fault(.mx("", 1, "mail"), .cname("*", "ns")) == .targetIsAlias)
  }

  @Test func `refuses data at and below a delegation`() {
    #expect(fault(.ns("sub", "ns"), .txt("sub", "x")) == .belowDelegation)
    #expect(fault(.ns("sub", "ns"), .txt("x.sub", "x")) == .belowDelegation)
    #expect(fault(.ns("sub", "ns"), .ns("x.sub", "ns")) == .belowDelegation)
    #expect(fault(.ns("sub", "ns"), .opaque("x.sub", .ds, [0])) == .belowDelegation)
    #expect(fault(.ns("sub", "ns"), .opaque("sub", .ds, [0])) == nil)
  }

  @Test func `refuses a delegated wildcard`() {
    #expect(fault(.ns("*", "ns")) == .wildcardDelegation)
  }
}
