internal import Net
internal import Testing
internal import Wire

/// Groups that a host joins and leaves, and what routers hear of it.
@Suite struct GroupMembershipTests {
  static let group = IPv4Address(239, 1, 2, 3)
  static let groupCard = MACAddress(1, 0, 0x5e, 1, 2, 3)

  /// The IGMP message of a frame, after its header was looked at.
  static func message(_ frame: [UInt8]) throws -> (IGMPMessage, to: IPv4Address) {
    let bytes = Array(frame[14...])
    let packet = try IPv4Packet(bytes.span.bytes)
    _ = try IPv4Header(parsing: packet, checksumPolicy: .verify)
    #expect(packet.timeToLive == 1 && packet.payloadProtocol == .igmp)
    #expect(Frames.array(packet.options) == [0x94, 4, 0, 0], "the router alert of RFC 2113")
    let destination = try EthernetFrame(frame.span.bytes).destination
    #expect(destination == MACAddress(group: packet.destination))
    return (try IGMPMessage(parsing: IGMPPacket(packet.payload)), packet.destination)
  }

  /// A message as a router or another host sends it.
  static func frame(_ message: IGMPMessage, to destination: IPv4Address) -> [UInt8] {
    let payload = Frames.write(8) { message.emit(into: &$0) }
    return Frames.ethernet(
      Frames.ipv4(payload, .igmp, to: destination), to: MACAddress(group: destination))
  }

  static func query(_ group: IPv4Address = .unspecified, tenths: UInt8 = 100) -> [UInt8] {
    frame(
      IGMPMessage(type: .membershipQuery, maximumResponseTime: tenths, group: group),
      to: group == .unspecified ? .allHosts : group)
  }

  static func join(_ host: Host, _ group: IPv4Address = group) -> (Bool, [[UInt8]]) {
    let isJoined = host.stack.join(group, now: host.now)
    return (isJoined, host.takeFrames())
  }

  /// Lets time pass to the next deadline; what was sent then.
  static func wait(_ host: Host) throws -> [[UInt8]] {
    let next = host.stack.nextDeadline
    let deadline = try #require(next)
    host.now = deadline
    return host.takeFrames()
  }

  @Test func `says twice that it belongs to a group`() throws {
    let host = Host()
    let (isJoined, frames) = Self.join(host)
    #expect(isJoined && frames.count == 1)
    let report = IGMPMessage(type: .membershipReport, group: Self.group)
    #expect(try Self.message(frames[0]) == (report, Self.group))
    let again = try Self.wait(host)
    #expect(host.now < Instant(nanoseconds: 10_000_000_000))
    #expect(try again.map { try Self.message($0).0 } == [report])
    #expect(host.stack.nextDeadline == nil)
  }

  @Test func `takes datagrams for its groups alone`() throws {
    let host = Host()
    let socket = try host.stack.bindUDP(port: 53)
    let target = Endpoint(address: Self.group, port: 53)
    let datagram = Frames.udp([1], to: target, link: Self.groupCard)
    host.receive(datagram)
    #expect(host.drops(.frameForAnother) == 1)
    _ = Self.join(host)
    host.receive(datagram)
    #expect(host.deliveries.map(\.destination) == [target])
    #expect(host.deliveries.map(\.socket) == [socket])
    // A group that shares its card's address.
    let other = Endpoint(address: IPv4Address(239, 129, 2, 3), port: 53)
    host.receive(Frames.udp([1], to: other, link: Self.groupCard))
    #expect(host.drops(.ipv4ForAnother) == 1)
    #expect(host.deliveries.count == 1)
  }

  @Test func `answers nobody about what was sent to a group`() throws {
    let host = Host()
    host.meetPeer()
    _ = Self.join(host)
    let target = Endpoint(address: Self.group, port: 99)
    #expect(host.receive(Frames.udp([1], to: target, link: Self.groupCard)) == [])
    #expect(host.drops(.udpNoSocket) == 1)
    let echo = Frames.icmp(ICMPHeader(type: .echoRequest), to: Self.group)
    #expect(host.receive(echo) == [])
    #expect(host.drops(.icmpBroadcast) == 1)
  }

  @Test func `sends to groups, one hop far`() throws {
    let host = Host()
    let socket = try host.stack.bindUDP(port: 53)
    _ = Self.join(host)
    let target = Endpoint(address: IPv4Address(224, 0, 0, 251), port: 5353)
    let frame = try #require(try host.send([1], from: socket, to: target).first)
    #expect(Array(frame[0..<6]) == [1, 0, 0x5e, 0, 0, 251] && frame[22] == 1)
    #expect(Array(frame[30..<34]) == [224, 0, 0, 251])
  }

  @Test func `answers a query within its time, once`() throws {
    let host = Host()
    _ = Self.join(host)
    _ = try Self.wait(host)
    let asked = host.now
    #expect(host.receive(Self.query(tenths: 20)) == [])
    #expect(host.receive(Self.query(tenths: 20)) == [])
    #expect(try Self.wait(host).count == 1)
    #expect(host.now.nanoseconds - asked.nanoseconds < 2_000_000_000)
    #expect(host.stack.nextDeadline == nil)
    host.receive(Self.query(Self.group))
    #expect(host.stack.nextDeadline != nil)
  }

  @Test func `answers no query about another group`() throws {
    let host = Host()
    _ = Self.join(host)
    _ = try Self.wait(host)
    host.receive(Self.query(.allHosts))
    #expect(host.stack.nextDeadline == nil)
  }

  @Test func `keeps quiet when another host has answered, and when it leaves`() throws {
    let host = Host()
    _ = Self.join(host)
    _ = try Self.wait(host)
    host.receive(Self.query())
    host.receive(
      Self.frame(IGMPMessage(type: .membershipReport, group: Self.group), to: Self.group))
    #expect(host.stack.nextDeadline == nil)
    host.stack.leave(Self.group, now: host.now)
    #expect(host.takeFrames() == [])
  }

  @Test func `tells the routers that it was the last`() throws {
    let host = Host()
    _ = Self.join(host)
    #expect(Self.join(host) == (true, []), "a second user")
    host.stack.leave(Self.group, now: host.now)
    #expect(host.takeFrames() == [])
    host.stack.leave(Self.group, now: host.now)
    let frames = host.takeFrames()
    #expect(frames.count == 1)
    let leave = IGMPMessage(type: .leaveGroup, group: Self.group)
    #expect(try Self.message(frames[0]) == (leave, IPv4Address.allRouters))
    host.receive(Frames.udp([1], to: Endpoint(address: Self.group, port: 53), link: Self.groupCard))
    #expect(host.drops(.ipv4ForAnother) == 1)
  }

  @Test func `speaks version 1 to a router of version 1`() throws {
    let host = Host()
    _ = Self.join(host)
    _ = try Self.wait(host)
    host.receive(Self.query(tenths: 0))
    let report = try #require(try Self.wait(host).first)
    #expect(try Self.message(report).0.type == .membershipReport1)
    host.stack.leave(Self.group, now: host.now)
    #expect(host.takeFrames() == [], "version 1 knows no leaving")
  }

  @Test func `tells the routers of a new link, and by a new address`() throws {
    let host = Host()
    _ = Self.join(host)
    _ = try Self.wait(host)
    host.setLink(isUp: false)
    #expect(host.setLink(isUp: true).count == 2, "the address, and the group")
    let frames = try host.configure(StackAddressesTests.other)
    #expect(frames.count == 2 && frames[1][26..<30].elementsEqual([10, 0, 0, 99]))
  }

  @Test func `drops messages that are not sound`() throws {
    let host = Host()
    _ = Self.join(host)
    var wrong = Self.query()
    wrong[40] ^= 1
    host.receive(wrong)
    #expect(host.drops(.ipv4UnknownProtocol) == 1)
    host.receive(Frames.ethernet(Frames.ipv4([17, 0, 0, 0], .igmp)))
    #expect(host.drops(.ipv4UnknownProtocol) == 2)
  }

  @Test func `belongs to few groups`() {
    let host = Host()
    for index in 0..<16 as Range<UInt8> {
      #expect(Self.join(host, IPv4Address(239, 0, 0, index)).0)
    }
    #expect(!Self.join(host).0)
    #expect(!Self.join(host, Host.peer).0)
    #expect(Self.join(host, .allHosts) == (true, []))
  }
}
