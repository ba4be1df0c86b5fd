internal import Net
internal import Wire

/// A transmitter that keeps what it is given, as long as it has buffers.
struct Recorder: FrameTransmitter {
  var frames: [[UInt8]] = []
  /// Number of buffers that are left.
  var bufferCount = Int.max
  var completesChecksums = false
  /// What was asked for with each frame.
  var checksums: [PartialChecksum?] = []

  mutating func transmit(
    byteCount: Int, checksum: PartialChecksum?, _ body: (inout MutableRawSpan) -> Void
  ) -> Bool {
    guard bufferCount > 0 else { return false }
    bufferCount -= 1
    var frame = [UInt8](repeating: 0xa5, count: byteCount)
    var span = frame.mutableSpan
    var bytes = span.mutableBytes
    body(&bytes)
    frames.append(frame)
    checksums.append(checksum)
    return true
  }

  /// The longest segment that it cuts, as the frame that it would be.
  var maximumSegmentedByteCount = 0
  /// How the segments are to be cut that it was given.
  var segmentations: [Segmentation] = []

  mutating func transmit(
    byteCount: Int, segmentation: Segmentation, _ body: (inout MutableRawSpan) -> Void
  ) -> Bool {
    guard byteCount <= maximumSegmentedByteCount,
      transmit(byteCount: byteCount, checksum: segmentation.checksum, body)
    else { return false }
    segmentations.append(segmentation)
    return true
  }
}

/// A datagram that a socket took.
struct Delivery: Equatable {
  var socket: UDPSocketHandle
  var source: Endpoint
  var destination: Endpoint
  var payload: [UInt8]
}

/// A stack with its transmitter, its sockets' queue and its time.
final class Host {
  static let guest = IPv4Address(10, 0, 0, 42)
  static let guestCard = MACAddress(0x52, 0x54, 0, 0, 0, 0x42)
  static let peer = IPv4Address(10, 0, 0, 1)
  static let peerCard = MACAddress(0x52, 0x54, 0, 0, 0, 1)

  var stack: Stack
  var transmitter = Recorder()
  var deliveries: [Delivery] = []
  /// Number of datagrams that the queue has room for.
  var queueLimit = Int.max
  var now = Instant(nanoseconds: 0)

  init(
    address: IPv4Address = guest, card: MACAddress = guestCard, gateway: IPv4Address? = peer,
    mtu: Int = 1500, checksumPolicy: ChecksumPolicy = .verify, seed: UInt64 = 1
  ) {
    stack = Stack(
      configuration: InterfaceConfiguration(
        hardware: card, network: IPv4Network(address: address, prefixBitCount: 24),
        gateway: gateway, mtu: mtu, checksumPolicy: checksumPolicy), seed: seed)
  }

  /// Hands a frame to the stack.
  ///
  /// - Returns: What it sent in answer.
  @discardableResult
  func receive(_ frame: [UInt8], isChecksumKnown: Bool = false) -> [[UInt8]] {
    stack.receive(
      frame.span.bytes, isChecksumKnown: isChecksumKnown, now: now, transmitter: &transmitter
    ) { take($0) }
    return takeFrames()
  }

  private func take(_ datagram: borrowing UDPDatagram) -> Bool {
    guard deliveries.count < queueLimit else { return false }
    deliveries.append(
      Delivery(
        socket: datagram.socket, source: datagram.source, destination: datagram.destination,
        payload: Frames.array(datagram.payload)))
    return true
  }

  /// Sends a datagram.
  ///
  /// - Returns: What the stack sent at once.
  @discardableResult
  func send(
    _ payload: [UInt8], from socket: UDPSocketHandle, to destination: Endpoint
  ) throws(SendError) -> [[UInt8]] {
    try stack.sendUDP(
      from: socket, to: destination, byteCount: payload.count, now: now, transmitter: &transmitter
    ) { $0.copy(payload.span.bytes, at: 0) }
    return takeFrames()
  }

  /// Lets time pass to an instant.
  ///
  /// - Returns: What the stack sent then.
  @discardableResult
  func advance(toSecond second: Double) -> [[UInt8]] {
    now = Instant(nanoseconds: UInt64(second * 1e9))
    stack.advance(to: now, transmitter: &transmitter)
    return takeFrames()
  }

  /// Sends an echo request.
  ///
  /// - Returns: What the stack sent at once.
  func ping(
    _ destination: IPv4Address, echo: UInt32 = 1, payloadByteCount: Int = 8,
    timeToLive: UInt8 = 64
  ) throws(SendError) -> [[UInt8]] {
    try stack.sendEcho(
      to: destination, echo: echo, payloadByteCount: payloadByteCount, timeToLive: timeToLive,
      now: now)
    return takeFrames()
  }

  /// Lets the link go down or come up.
  ///
  /// - Returns: What the stack sent then.
  @discardableResult
  func setLink(isUp: Bool) -> [[UInt8]] {
    stack.setLink(isUp: isUp, now: now, transmitter: &transmitter)
    return takeFrames()
  }

  /// Gives the interface other addresses.
  ///
  /// - Returns: What the stack sent then.
  @discardableResult
  func configure(_ addresses: InterfaceAddresses) throws(ConfigurationError) -> [[UInt8]] {
    try stack.configure(addresses, now: now, transmitter: &transmitter)
    return takeFrames()
  }

  /// Has the peer known to the stack: it asks for the stack's card.
  func meetPeer() {
    receive(Frames.arpRequest())
  }

  /// Lets the stack do what is left, and takes the frames that were sent since the last time.
  func takeFrames() -> [[UInt8]] {
    // No more than an answer to what was sent in the last turn.
    for _ in 0..<8 where stack.nextDeadline ?? Instant(nanoseconds: .max) <= now {
      stack.work(now: now, transmitter: &transmitter) { take($0) }
    }
    defer { transmitter.frames = [] }
    return transmitter.frames
  }

  /// How many frames were dropped for a reason.
  func drops(_ reason: ReceiveDrop) -> UInt64 { stack.counters[reason] }
}
