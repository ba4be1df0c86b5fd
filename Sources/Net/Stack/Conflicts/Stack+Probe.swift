public import Wire

// Whether an address is free. Read first: RFC 5227, section 2.1.

extension Stack {
  /// Starts to ask all hosts on the link whether one of them has an address.
  ///
  /// - Returns: What to go on with; others may ask for other addresses meanwhile.
  public mutating func startProbe(
    of address: IPv4Address, pace: ProbePace = .thorough, now: Instant
  ) -> AddressProbe {
    let probe = AddressProbe(
      address: address, pace: pace, random: RandomSource(seed: random.next()), now: now)
    listenForConflicts().probes.append(probe)
    return probe
  }

  /// Goes on asking; the end of it has to be asked for when the time has come that it tells.
  public mutating func continueProbe(
    _ probe: AddressProbe, now: Instant, transmitter: inout some FrameTransmitter & ~Copyable
  ) -> ProbeProgress {
    while true {
      switch probe.step(now: now) {
      case .wait(let instant): return .waiting(until: instant)
      case .send: sendARPProbe(for: probe.address, transmitter: &transmitter)
      case .free:
        endProbe(probe)
        return .free
      case .taken:
        endProbe(probe)
        return .taken
      }
    }
  }

  /// Asks no more; nothing is done if it is at its end already.
  public mutating func endProbe(_ probe: AddressProbe) {
    conflicts?.probes.removeAll { $0 === probe }
  }

  private mutating func sendARPProbe(
    for address: IPv4Address, transmitter: inout some FrameTransmitter & ~Copyable
  ) {
    let message = ARPMessage(
      operation: .request, senderHardware: configuration.hardware, sender: .unspecified,
      targetHardware: .zero, target: address)
    if send(message, to: .broadcast, transmitter: &transmitter) { counters.arpRequestsSent &+= 1 }
  }
}
