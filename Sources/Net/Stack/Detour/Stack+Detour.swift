internal import Wire

// What leaves the common way. Read first: RFC 1122, sections 3.2.1.3 and 3.3.2 to 3.3.4.

extension Stack {
  /// Has packets for 127.0.0.0/8 and for the interface's own address come back to this host.
  public mutating func enableLoopback() { openDetour().loops = true }

  /// Has what leaves the common way ask whether there is memory for it.
  ///
  /// - Parameter mayTake: Tells whether there is for so many bytes, in one piece.
  public mutating func limitDetour(_ mayTake: @escaping (Int) -> Bool) {
    openDetour().mayTake = mayTake
  }

  /// Takes pieces of packets and puts them together, and cuts packets that are too large.
  ///
  /// - Parameter byteLimit: How many bytes of incomplete packets may wait.
  public mutating func enableFragments(byteLimit: Int) {
    let detour = openDetour()
    guard reassembler == nil else { return }
    detour.cuts = true
    largestPayload = 65_535 - IPv4Header.byteCount
    let made = Reassembler(detour: detour, byteLimit: byteLimit)
    detour.timedParts.append(made)
    reassembler = made
    hooks.fragment = { packet, header, now in made.add(packet, header, now: now) }
  }

  /// Hands over where the counters of fragments lie, as `withCounters` does: called as
  /// `FragmentCounters.names` says, and there for as long as the stack.
  public mutating func withFragmentCounters(
    _ body: (UnsafeMutablePointer<UInt64>, _ count: Int) -> Void
  ) {
    guard let reassembler else { return }
    // Safe: all stored properties of the counters are of this type, one after the other.
    unsafe withUnsafeMutableBytes(of: &reassembler.counters) { bytes in
      let values = unsafe bytes.bindMemory(to: UInt64.self)
      if let base = values.baseAddress { unsafe body(base, values.count) }
    }
  }

  /// Finds the place of packets off the common way, and makes it at the first use.
  mutating func openDetour() -> Detour {
    if let detour { return detour }
    let made = Detour(random: RandomSource(seed: random.next()))
    detour = made
    updateDetour()
    hooks.divert = { header, payloadByteCount, body, now in
      made.divert(header, payloadByteCount: payloadByteCount, now: now, body)
    }
    hooks.restart = { now in
      for part in made.timedParts { part.restart(now: now) }
    }
    return made
  }

  /// Lets the parts off the common way know what the interface is set to.
  mutating func updateDetour() {
    detour?.address = configuration.address
    detour?.mtu = configuration.mtu
    detour?.sendLimit = sendLimit
  }

  /// Does what was left to do off the common way; to be called after the stack was given frames,
  /// packets to send, or time.
  ///
  /// - Parameters:
  ///   - now: The present.
  ///   - transmitter: Where packets go.
  ///   - deliver: Called with each datagram for a bound socket, as in `receive`.
  public mutating func work(
    now: Instant, transmitter: inout some FrameTransmitter & ~Copyable,
    deliver: (borrowing UDPDatagram) -> Bool
  ) {
    guard let detour else { return }
    for part in detour.timedParts {
      if let deadline = part.nextDeadline, deadline <= now { part.advance(to: now) }
    }
    // An answer to a packet of this host's own is the next packet; a few turns, then others.
    for _ in 0..<4 where detour.hasArrivals {
      for arrival in detour.takeArrivals() {
        receive(arrival, now: now, transmitter: &transmitter, deliver: deliver)
      }
    }
    if let heed = hooks.heedReports { heed(&self, now) }
    for packet in detour.takeDepartures() {
      // Safe: bytes have no padding.
      send(unsafe packet.span.bytes, now: now, transmitter: &transmitter)
    }
    detourDeadline = detour.nextDeadline(now: now)
  }

  /// Receives a packet that was on no link as it is.
  private mutating func receive(
    _ arrival: Detour.Arrival, now: Instant, transmitter: inout some FrameTransmitter & ~Copyable,
    deliver: (borrowing UDPDatagram) -> Bool
  ) {
    counters.packetsDetoured &+= 1
    do throws(ReceiveDrop) {
      let packet: IPv4Packet
      let header: IPv4Header
      do throws(WireError) {
        // Safe: bytes have no padding.
        packet = try IPv4Packet(unsafe arrival.bytes.span.bytes)
        header = try IPv4Header(parsing: packet, checksumPolicy: .trustDevice)
      } catch {
        throw ReceiveDrop(ipv4: error)
      }
      let isForMany = plan.isBroadcast(header.destination) || header.destination.isMulticast
      try dispatch(
        packet, header: header, isBroadcast: isForMany, arrival.isLooped, now: now,
        transmitter: &transmitter, deliver: deliver)
    } catch {
      counters.count(error)
    }
  }

  /// Sends a packet that is whole, or keeps it until its next hop is resolved.
  private mutating func send(
    _ packet: RawSpan, now: Instant, transmitter: inout some FrameTransmitter & ~Copyable
  ) {
    guard let destination = try? IPv4Packet(packet).destination else { return }
    var link = EthernetHeader(
      destination: .broadcast, source: configuration.hardware, etherType: .ipv4)
    let byteCount = EthernetHeader.byteCount + packet.byteCount
    if destination.isMulticast {
      link.destination = MACAddress(group: destination)
    } else if !plan.isBroadcast(destination) {
      guard plan.isForeignHost(destination), let neighbor = nextHop(toHost: destination) else {
        counters.count(.sendUnreachable)
        return
      }
      guard let hardware = resolve(neighbor, now: now, transmitter: &transmitter) else {
        counters.packetsQueued &+= 1
        let isDisplacing = waiting.add(for: neighbor, byteCount: byteCount) { frame in
          link.emit(into: &frame)
          frame.copy(packet, at: EthernetHeader.byteCount)
        }
        if isDisplacing { counters.count(.sendDisplaced) }
        return
      }
      link.destination = hardware
    }
    _ = transmit(byteCount: byteCount, transmitter: &transmitter) { frame in
      link.emit(into: &frame)
      frame.copy(packet, at: EthernetHeader.byteCount)
    }
  }
}
