@testable internal import DNS
internal import Testing

@Suite struct ZoneErrorTests {
  @Test func `says where to look`() {
    let records: [Record] = [.ns("", "ns"), .a("ns", 1, 2, 3, 4), .a("a..b", 1, 2, 3, 4)]
    let zone = Zone("example", soa: StartOfAuthority(primary: "ns"), records: records)
    #expect(throws: ZoneError(reason: .emptyLabel, zone: 1, record: 2)) {
      _ = try AuthoritativeServer(zones: [TestZones.forward, zone])
    }
  }

  @Test(arguments: ZoneError.Reason.allCases)
  func `has words for every reason`(reason: ZoneError.Reason) {
    #expect(reason.message.utf8CodeUnitCount > 10)
  }
}
