internal import Testing
internal import Wire

@testable internal import Net

@Suite struct ConflictListenersTests {
  @Test func `a probe and a watch both hear`() {
    let listeners = ConflictListeners()
    let address = IPv4Address(10, 0, 0, 42)
    let probe = AddressProbe(
      address: address, pace: .quick, random: RandomSource(seed: 1), now: Instant(nanoseconds: 0))
    var heard: [IPv4Address] = []
    let claim = ARPMessage(
      operation: .reply, senderHardware: MACAddress(2, 0, 0, 0, 0, 9), sender: address,
      targetHardware: .zero, target: address)
    listeners.hear(claim)
    listeners.probes = [probe]
    listeners.watch = { heard.append($0.sender) }
    #expect(probe.step(now: Instant(nanoseconds: 1)) != .taken)
    listeners.hear(claim)
    #expect(probe.step(now: Instant(nanoseconds: 1)) == .taken)
    #expect(heard == [address])
  }
}
