internal import Wire

/// One interface with its neighbours, its route and its sockets.
///
/// A function of bytes and time: frames come in through `receive`, time passes in `advance`, and
/// frames go out through the transmitter that both are given. It holds nothing but its state: all
/// tables have a fixed size, and only the initialiser allocates.
public struct Stack: ~Copyable {
  /// What the interface is set to.
  public internal(set) var configuration: InterfaceConfiguration
  /// What was seen and done so far.
  public internal(set) var counters = Counters()

  /// How many frames arrived.
  public var framesReceived: UInt64 { counters.framesIn }
  /// How many frames were handed to the transmitter.
  public var framesSent: UInt64 { counters.framesOut }
  /// How many arriving frames were dropped, whatever the reason.
  public var framesDropped: UInt64 { counters.receiveDropCount }

  /// Largest IPv4 packet on the link, in bytes.
  public let linkMTU: Int
  var plan: AddressPlan
  var neighbors: NeighborCache
  var waiting: ResolutionQueue
  var sockets = UDPSocketTable()
  var random: RandomSource
  /// A burst of 50 error messages, then 100 each second.
  var errorLimit = TokenBucket(capacity: 50, nanosecondsPerToken: 10_000_000)
  /// Who takes the segments that arrive; nil while nobody does, and TCP is refused.
  ///
  /// Behind a closure so that nothing but the use of TCP refers to it: the linker leaves it out of
  /// an image whose service does without.
  public var segmentHandler: SegmentHandler?
  /// Whether TCP segments are taken that the card put together, larger than the frames of the link.
  public var takesMergedSegments = false
  /// When our address was last defended.
  var defended: Instant?
  /// Largest packet that passes everywhere, as far as is known, in bytes.
  var sendLimit: Int
  /// Largest payload of a packet that can be sent, in pieces perhaps.
  var largestPayload: Int

  /// The parts that an image has only if its service uses them.
  var hooks = StackHooks()
  var detour: Detour?
  var reassembler: Reassembler?
  var control: ControlMessages?
  var groups: GroupMembership?
  var conflicts: ConflictListeners?
  /// Ways that the service added.
  var routes: [Route] = []
  /// When there is something to do off the common way.
  var detourDeadline: Instant?

  /// Makes a stack that has not sent anything yet.
  ///
  /// - Parameters:
  ///   - configuration: What the interface is set to.
  ///   - seed: Entropy; who knows it foresees the ephemeral ports.
  /// - Precondition: The configuration is valid, as its own property says.
  public init(configuration: InterfaceConfiguration, seed: UInt64) {
    precondition(configuration.isValid, "impossible interface configuration")
    self.configuration = configuration
    linkMTU = configuration.mtu
    sendLimit = configuration.mtu
    largestPayload = configuration.mtu - IPv4Header.byteCount
    plan = AddressPlan(configuration)
    neighbors = NeighborCache(gateway: configuration.gateway)
    waiting = ResolutionQueue(frameByteCount: EthernetHeader.byteCount + configuration.mtu)
    random = RandomSource(seed: seed)
  }

  /// Whether the link carries frames; while it does not, all that would be sent is dropped.
  public private(set) var isLinkUp = true

  /// Takes notice of the state of the link, and announces the address on a link that comes up: it
  /// may lead elsewhere now.
  ///
  /// - Parameters:
  ///   - isUp: Whether it carries frames.
  ///   - now: The present.
  ///   - transmitter: Where the announcement goes.
  public mutating func setLink(
    isUp: Bool, now: Instant, transmitter: inout some FrameTransmitter & ~Copyable
  ) {
    guard isUp != isLinkUp else { return }
    isLinkUp = isUp
    counters.linkChanges &+= 1
    guard isUp else { return }
    announce(now: now, transmitter: &transmitter)
    guard let restart = hooks.restart else { return }
    restart(now)
    detourDeadline = now
  }

  /// Handles one frame that arrived.
  ///
  /// - Parameters:
  ///   - frame: The frame without its checksum, of any length and content.
  ///   - isChecksumKnown: Whether the card vouches for the checksum of the datagram or segment
  ///     inside; that of the IPv4 header and of ICMP messages is verified all the same.
  ///   - now: The present.
  ///   - transmitter: Where answers go.
  ///   - deliver: Called at most once, with a datagram for a bound socket; tells whether the
  ///     socket's queue had room for it.
  public mutating func receive(
    _ frame: RawSpan, isChecksumKnown: Bool = false, now: Instant,
    transmitter: inout some FrameTransmitter & ~Copyable, deliver: (borrowing UDPDatagram) -> Bool
  ) {
    counters.framesIn &+= 1
    counters.bytesIn &+= UInt64(frame.byteCount)
    do throws(ReceiveDrop) {
      try receiveFrame(
        frame, isChecksumKnown, now: now, transmitter: &transmitter, deliver: deliver)
    } catch {
      counters.count(error)
    }
  }

  /// When time has to pass in the stack; nil while it waits for nothing.
  public var nextDeadline: Instant? {
    guard let detourDeadline else { return neighbors.nextDeadline }
    return min(neighbors.nextDeadline ?? detourDeadline, detourDeadline)
  }

  /// Does what is due: asks silent neighbours again, and gives up those that stay silent.
  ///
  /// - Parameters:
  ///   - now: The present.
  ///   - transmitter: Where requests go.
  public mutating func advance(
    to now: Instant, transmitter: inout some FrameTransmitter & ~Copyable
  ) {
    while let due = neighbors.nextDue(now: now) {
      switch due {
      case .request(let address, let hardware):
        sendARPRequest(for: address, to: hardware, transmitter: &transmitter)
      case .lost(let address):
        counters.neighborsLost &+= 1
        discardWaiting(for: address)
      }
    }
  }

  /// Takes what is common to all frames off, and hands the payload on.
  @inline(__always)
  private mutating func receiveFrame(
    _ bytes: RawSpan, _ isChecksumKnown: Bool, now: Instant,
    transmitter: inout some FrameTransmitter & ~Copyable, deliver: (borrowing UDPDatagram) -> Bool
  ) throws(ReceiveDrop) {
    guard
      bytes.byteCount <= EthernetHeader.byteCount + linkMTU
        || takesMergedSegments && isChecksumKnown && Self.isSegment(bytes)
    else { throw .frameOversized }
    let frame: EthernetFrame
    do throws(WireError) { frame = try EthernetFrame(bytes) } catch { throw .frameTruncated }
    let header: EthernetHeader
    do throws(WireError) { header = try EthernetHeader(parsing: frame) } catch {
      throw .frameBadSource
    }
    guard header.source != configuration.hardware else { throw .frameBadSource }
    guard
      header.destination == configuration.hardware || header.destination == .broadcast
        || hooks.isMember != nil && header.destination.isMulticast
    else { throw .frameForAnother }
    switch header.etherType {
    case .ipv4:
      try receiveIPv4(
        frame.payload, link: header, isChecksumKnown, now: now, transmitter: &transmitter,
        deliver: deliver)
    case .arp: try receiveARP(frame.payload, now: now, transmitter: &transmitter)
    default: throw .frameUnknownType
    }
  }

  /// Hands over where the counters lie, for who reads them without asking: one value of 8 bytes
  /// after the other, called as `Counters.names` says.
  public mutating func withCounters(_ body: (UnsafeMutablePointer<UInt64>, _ count: Int) -> Void) {
    // Safe: all stored properties of the counters are of this type, one after the other.
    unsafe withUnsafeMutableBytes(of: &counters) { bytes in
      let values = unsafe bytes.bindMemory(to: UInt64.self)
      if let base = values.baseAddress { unsafe body(base, values.count) }
    }
  }

  /// Sends one frame and counts it.
  ///
  /// - Returns: Whether the transmitter had a buffer.
  @inline(__always)
  mutating func transmit(
    byteCount: Int, checksum: PartialChecksum? = nil,
    transmitter: inout some FrameTransmitter & ~Copyable, _ body: (inout MutableRawSpan) -> Void
  ) -> Bool {
    guard isLinkUp else {
      counters.count(.sendLinkDown)
      return false
    }
    guard transmitter.transmit(byteCount: byteCount, checksum: checksum, body) else {
      counters.count(.sendNoBuffer)
      return false
    }
    counters.framesOut &+= 1
    counters.bytesOut &+= UInt64(byteCount)
    return true
  }
}
