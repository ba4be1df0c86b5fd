internal import Testing
internal import Wire

@testable internal import Net

/// Whether an address is free: RFC 5227, section 2.1.1.
@Suite struct StackProbeTests {
  static let wanted = IPv4Address(10, 0, 0, 77)
  static let probe = Frames.arp(
    ARPMessage(
      operation: .request, senderHardware: Host.guestCard, sender: .unspecified,
      targetHardware: .zero, target: wanted))

  static func host(seed: UInt64 = 1) throws -> (Host, AddressProbe) {
    let host = Host(seed: seed)
    try host.configure(.none)
    return (host, host.stack.startProbe(of: wanted, now: host.now))
  }

  static func step(_ host: Host, _ probe: AddressProbe) -> (ProbeProgress, [[UInt8]]) {
    let progress = host.stack.continueProbe(probe, now: host.now, transmitter: &host.transmitter)
    return (progress, host.takeFrames())
  }

  @Test(arguments: 1..<50 as Range<UInt64>)
  func `asks three times and then takes it for free`(seed: UInt64) throws {
    let (host, probe) = try Self.host(seed: seed)
    var times: [UInt64] = []
    for _ in 0..<20 {
      let (progress, frames) = Self.step(host, probe)
      if !frames.isEmpty {
        #expect(frames == [Self.probe])
        times.append(host.now.nanoseconds)
      }
      guard case .waiting(let instant) = progress else {
        #expect(progress == .free)
        break
      }
      host.now = instant
    }
    #expect(times.count == 3)
    #expect(times[0] < 1_000_000_000)
    for index in 1...2 {
      #expect(1_000_000_000..<2_000_000_000 ~= times[index] - times[index - 1])
    }
    #expect(host.now.nanoseconds - times[2] == 2_000_000_000)
  }

  @Test func `asks quickly where that will do`() throws {
    let host = Host(seed: 3)
    try host.configure(.none)
    let probe = host.stack.startProbe(of: Self.wanted, pace: .quick, now: host.now)
    var times: [UInt64] = []
    while true {
      let (progress, frames) = Self.step(host, probe)
      if !frames.isEmpty { times.append(host.now.nanoseconds) }
      guard case .waiting(let instant) = progress else { break }
      host.now = instant
    }
    #expect(times.count == 2)
    #expect(200_000_000..<400_000_000 ~= times[1] - times[0])
    #expect(host.now.nanoseconds < 610_000_000)
  }

  @Test func `gives way to who has the address`() throws {
    let (host, probe) = try Self.host()
    _ = Self.step(host, probe)
    host.receive(Frames.arpReply(from: Self.wanted, card: StackARPTests.strangerCard))
    #expect(Self.step(host, probe) == (.taken, []))
  }

  @Test func `gives way to who asks for it, too`() throws {
    let (host, probe) = try Self.host()
    host.receive(
      Frames.arpRequest(from: .unspecified, card: StackARPTests.strangerCard, for: Self.wanted))
    #expect(Self.step(host, probe).0 == .taken)
  }

  @Test func `heeds neither its own probes nor what is about others`() throws {
    let (host, probe) = try Self.host()
    host.receive(Self.probe)
    host.receive(Frames.arpRequest(for: Self.wanted))
    host.receive(Frames.arpRequest(from: .unspecified, for: Host.guest))
    guard case .waiting = Self.step(host, probe).0 else {
      Issue.record("it gave way")
      return
    }
  }

  @Test func `asks for several addresses at a time`() throws {
    let (host, probe) = try Self.host()
    let other = host.stack.startProbe(of: IPv4Address(10, 0, 0, 78), now: host.now)
    host.receive(Frames.arpReply(from: Self.wanted, card: StackARPTests.strangerCard))
    #expect(Self.step(host, probe).0 == .taken)
    host.receive(
      Frames.arpReply(from: IPv4Address(10, 0, 0, 78), card: StackARPTests.strangerCard))
    #expect(Self.step(host, other).0 == .taken)
    #expect(host.stack.conflicts?.probes.isEmpty == true)
  }

  @Test func `hears nothing more once it was given up`() throws {
    let (host, probe) = try Self.host()
    host.stack.endProbe(probe)
    host.receive(Frames.arpReply(from: Self.wanted, card: StackARPTests.strangerCard))
    guard case .waiting = Self.step(host, probe).0 else {
      Issue.record("it gave way")
      return
    }
  }
}
