internal import DHCP
internal import TestSupport
internal import Testing
internal import Wire

@Suite struct DHCPMessageTests {
  @Test func `reads what dnsmasq offers`() throws {
    let offer = try Exchanges.messages("dnsmasq-udhcpc")[2]
    #expect(offer.kind == .offer)
    #expect(offer.leaseSeconds == 120 && offer.renewalSeconds == 60)
    #expect(offer.rebindingSeconds == 105)
    #expect(offer.subnetMask == 0xffff_ff00)
    #expect(offer.serverIdentifier == IPv4Address(10, 0, 0, 1))
    #expect(offer.routers == [IPv4Address(10, 0, 0, 1)])
    #expect(offer.nameServers == [IPv4Address(10, 0, 0, 1), IPv4Address(10, 0, 0, 2)])
    #expect(offer.domainName == Array("test.example".utf8))
  }

  @Test func `reads what udhcpc asks`() throws {
    let discover = try Exchanges.messages("dnsmasq-udhcpc")[0]
    #expect(discover.kind == .discover)
    #expect(discover.hostName == Array("guest".utf8))
    #expect(discover.clientIdentifier == [1, 0x52, 0x54, 0, 0, 0, 0x42])
    #expect(discover.parameterRequests.contains(DHCPOptionCode.subnetMask.rawValue))
  }

  @Test func `every kind of message was captured`() throws {
    var kinds: Set<UInt8> = []
    for name in Exchanges.names {
      for message in try Exchanges.messages(name) { kinds.insert(message.kind.rawValue) }
    }
    #expect(kinds.isSuperset(of: [1, 2, 3, 5, 6, 7]))
  }

  @Test(arguments: Exchanges.names) func `says again what it has read`(name: String) throws {
    for message in try Exchanges.messages(name) {
      #expect(try Exchanges.parse(message.bytes()) == message)
    }
  }

  @Test func `reads options in the fields of file and server`() throws {
    var bytes = DHCPMessage(.offer, transaction: 1, hardware: MACAddress(2, 0, 0, 0, 0, 1)).bytes()
    // The kind is said in the file's field, the server and half of a name in that of its name.
    bytes.replaceSubrange(240..., with: [52, 1, 3, 12, 2, 0x61, 0x62, 255])
    bytes.replaceSubrange(108..<112, with: [53, 1, 2, 255])
    bytes.replaceSubrange(44..<54, with: [54, 4, 10, 0, 0, 1, 12, 1, 0x63, 255])
    let message = try Exchanges.parse(bytes)
    #expect(message.kind == .offer)
    #expect(message.serverIdentifier == IPv4Address(10, 0, 0, 1))
    #expect(message.hostName == Array("abc".utf8))
    bytes[242] = 2
    #expect(throws: WireError.malformed) { _ = try Exchanges.parse(bytes) }
  }

  @Test(
    arguments: [
      [53, 1, 9], [53, 1, 0], [53, 2, 1, 1], [53, 1, 2], [], [53, 1, 1, 54, 3, 1, 2, 3],
      [53, 1, 1, 3, 5, 1, 2, 3, 4, 5], [53, 1, 1, 6, 0], [53, 1, 1, 51, 2, 1, 1],
      [53, 1, 1, 12, 9],
    ] as [[UInt8]])
  func `refuses options that make no sense`(options: [UInt8]) {
    var bytes = DHCPMessage(.discover, transaction: 1, hardware: MACAddress(2, 0, 0, 0, 0, 1))
      .bytes()
    bytes.replaceSubrange(240..., with: options)
    #expect(throws: WireError.malformed) { _ = try Exchanges.parse(bytes) }
  }

  @Test func `survives what random bytes say`() throws {
    var generator = SeededGenerator(seed: 2131)
    var kept = 0
    for _ in 0..<20_000 {
      let name = try #require(Exchanges.names.randomElement(using: &generator))
      var bytes = try #require(try Self.captured(name).randomElement(using: &generator))
      for _ in 0..<generator.below(6) {
        bytes[generator.below(bytes.count)] = UInt8(truncatingIfNeeded: generator.next())
      }
      guard let message = try? Exchanges.parse(Array(bytes.prefix(generator.below(400)))) else {
        continue
      }
      kept += 1
      #expect(try Exchanges.parse(message.bytes()) == message)
    }
    #expect(kept > 1000)
  }

  private static let cache = Dictionary(
    uniqueKeysWithValues: Exchanges.names.map { ($0, (try? Exchanges.bytes($0)) ?? []) })

  private static func captured(_ name: String) throws -> [[UInt8]] { cache[name] ?? [] }

  @Test func `puts lists of addresses together, wherever they are cut`() throws {
    var bytes = DHCPMessage(.offer, transaction: 1, hardware: MACAddress(2, 0, 0, 0, 0, 1)).bytes()
    let pieces: [UInt8] = [6, 3, 10, 0, 0, 6, 4, 1, 10, 0, 0, 6, 1, 2]
    bytes.replaceSubrange(240..., with: [53, 1, 2] + pieces + [255])
    let servers = [IPv4Address(10, 0, 0, 1), IPv4Address(10, 0, 0, 2)]
    #expect(try Exchanges.parse(bytes).nameServers == servers)
    bytes.replaceSubrange(240..., with: [53, 1, 2] + pieces.dropLast(3) + [255])
    #expect(throws: WireError.malformed) { _ = try Exchanges.parse(bytes) }
  }
}
