internal import Testing
internal import Wire

@testable internal import Net

/// Whether an address stays our own: RFC 5227, section 2.4.
@Suite struct StackWatchTests {
  private static let claim = Frames.arpRequest(
    from: Host.guest, card: StackARPTests.strangerCard, for: Host.guest)

  private final class Losses { var count = 0 }

  private static func watching() -> (host: Host, losses: Losses) {
    let (host, losses) = (Host(), Losses())
    host.stack.watchAddress(clock: { host.now }, { losses.count += 1 })
    return (host, losses)
  }

  @Test func `an address is defended once and lost by the next claim`() {
    let (host, losses) = Self.watching()
    #expect(host.receive(Self.claim).count == 1, "an announcement")
    #expect(losses.count == 0)
    host.now = host.now.advanced(byNanoseconds: 9_000_000_000)
    #expect(host.receive(Self.claim) == [])
    #expect(losses.count == 1)
  }

  @Test func `claims that are far apart are defended each`() {
    let (host, losses) = Self.watching()
    for _ in 0..<5 {
      #expect(host.receive(Self.claim).count == 1)
      host.now = host.now.advanced(byNanoseconds: 11_000_000_000)
    }
    #expect(losses.count == 0)
  }

  @Test func `asking for another address leaves the watch alone`() {
    let (host, losses) = Self.watching()
    let probe = host.stack.startProbe(of: IPv4Address(10, 0, 0, 77), pace: .quick, now: host.now)
    host.receive(Self.claim)
    while case .waiting(let instant) = host.stack.continueProbe(
      probe, now: host.now, transmitter: &host.transmitter)
    { host.now = instant }
    host.receive(Self.claim)
    #expect(losses.count == 1)
  }

  @Test func `nobody is told once the watch has ended`() {
    let (host, losses) = Self.watching()
    host.receive(Self.claim)
    host.stack.endWatch()
    host.receive(Self.claim)
    #expect(losses.count == 0)
  }
}
