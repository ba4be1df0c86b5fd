internal import Core
internal import CPU
internal import Drivers
internal import Hardware
internal import Net
internal import Synchronization
internal import Telemetry
internal import Wire

/// The network: one device, the stack on it, and the sockets of the service.
@safe
struct NetworkInterface: ~Copyable {
  var device: NetworkDevice
  var stack: Stack
  /// Its place among the interfaces: 0 for the first.
  let number: Int
  /// Is told what the interface is about to be set to; nil if nobody holds on to addresses.
  var addressHook: ((InterfaceConfiguration) -> Void)?
  /// Does what is left to do off the common way; nil until a service needs that.
  var work: ((inout NetworkInterface) -> Void)?
  /// The sockets by the index of their handle.
  private var sockets: [UDPReceiver?] = []
  /// Whether frames may wait in the device; then the run loop does not halt.
  private var mayHoldFrames = true
  /// Whether it was said that the device has failed.
  private var hasToldFailure = false
  /// Where an answer is made whose length is not known before.
  private let scratch: UnsafeMutableRawBufferPointer

  /// How many frames are taken before tasks get their turn.
  private static var frameBurst: Int { 256 }

  /// Puts a stack on a device.
  ///
  /// - Parameters:
  ///   - device: The device.
  ///   - arguments: The addresses to start with; nil for none.
  ///   - number: Its place among the interfaces.
  init(_ device: consuming NetworkDevice, _ arguments: NetworkArguments?, number: Int = 0) {
    var hardware: UInt64 = 0
    for index in 0..<6 { hardware = hardware << 8 | UInt64(device.address[index]) }
    let configuration = InterfaceConfiguration(
      hardware: MACAddress(rawValue: hardware),
      network: arguments.map {
        IPv4Network(
          address: IPv4Address(rawValue: $0.address), prefixBitCount: Int($0.prefixLength))
      } ?? .none,
      gateway: arguments?.gateway.map { IPv4Address(rawValue: $0) },
      mtu: device.mtu)
    guard configuration.isValid else { panic("the address on the command line is impossible") }
    self.number = number
    stack = Stack(configuration: configuration, seed: EntropyPool.word())
    self.device = device
    unsafe scratch = .allocate(byteCount: 2048, alignment: 16)
  }

  /// Tells the neighbours who has the address.
  mutating func announce() {
    checkLink()
    if isLinkUp { stack.announce(now: currentInstant(), transmitter: &device.transmitter) }
    device.flush()
  }

  /// What the interface goes by.
  var addresses: InterfaceAddresses { stack.addresses }

  /// How closely the interface knows a host; nil if it does not.
  mutating func reach(of host: IPv4Address) -> Int? { stack.reach(of: host) }

  /// What the interface would be set to.
  mutating func configuration(
    with addresses: InterfaceAddresses
  ) throws(ConfigurationError) -> InterfaceConfiguration {
    try stack.configuration(with: addresses)
  }

  /// Gives the interface other addresses, or takes them away.
  mutating func configure(_ addresses: InterfaceAddresses) throws(ConfigurationError) {
    try stack.configure(addresses, now: currentInstant(), transmitter: &device.transmitter)
    device.flush()
  }

  /// Address of the interface, as a number; 0 if it has none.
  var address: UInt32 { stack.configuration.address.rawValue }

  /// Address of the network card.
  var hardwareAddress: MACAddress { stack.configuration.hardware }

  // MARK: The run loop

  /// Takes what the device received and what is due, and hands over what the tasks sent.
  ///
  /// - Parameter hasNews: Whether the device interrupted since the last call.
  @inline(__always)
  mutating func poll(hasNews: Bool) {
    if hasNews {
      device.disableReceiveInterrupts()
      mayHoldFrames = true
      // Where there are several cards, their table looks at all of them.
      if configurationChange.load(ordering: .relaxed), unsafe interfaceTable == nil { checkLink() }
    }
    // The device interrupts again only once the guest has been idle. Until then it must be asked,
    // or tasks that are always ready would keep the network out.
    if unsafe mayHoldFrames || !readyJobs.isEmpty { receiveFrames() }
    if let deadline = stack.nextDeadline {
      let now = currentInstant()
      if deadline <= now {
        stack.advance(to: now, transmitter: &device.transmitter)
        if let work { work(&self) }
      }
    }
    device.flush()
  }

  /// Asks for an interrupt when the next frame comes.
  ///
  /// - Returns: False if frames wait already.
  @_optimize(speed)
  mutating func prepareToSleep() -> Bool {
    guard !mayHoldFrames else { return false }
    mayHoldFrames = device.enableReceiveInterrupts()
    return !mayHoldFrames
  }

  /// When the stack next has something to do, in nanoseconds; nil if it waits for frames only.
  var nextDeadline: UInt64? { stack.nextDeadline?.nanoseconds }

  /// Copies the counters of the stack to where the host finds them.
  mutating func publish() {
    setCounter(.framesReceived, to: stack.framesReceived)
    setCounter(.framesSent, to: stack.framesSent)
    setCounter(.drops, to: stack.framesDropped)
  }

  /// Makes the counters of the stack known; the interface must stay where it is from then on.
  mutating func registerCounters() {
    // Safe: the stack lasts as long as the kernel, where it is.
    unsafe stack.withCounters { values, count in
      unsafe CounterGroups.add(Net.Counters.names, values, count: count)
    }
    unsafe device.withCounters {
      unsafe CounterGroups.add("receive notifications\nreceive refusals", $0, count: 2)
    } transmit: {
      unsafe CounterGroups.add("transmit notifications\ntransmit refusals", $0, count: 2)
    }
  }

  /// Whether the link carries frames.
  var isLinkUp: Bool { stack.isLinkUp }

  /// Asks the device for the state of the link.
  @inline(never)
  mutating func checkLink() {
    // Before the device is asked: what changes later interrupts again.
    configurationChange.store(false, ordering: .relaxed)
    readLink()
  }

  /// Tells the stack whether the link is up.
  mutating func readLink() {
    if device.hasFailed, !hasToldFailure {
      hasToldFailure = true
      log(
        .error, "the network device has failed: nothing comes or goes any more", module: "network")
    }
    stack.setLink(
      isUp: device.isLinkUp, now: currentInstant(), transmitter: &device.transmitter)
  }

  /// Hands over the counters of the stack by name.
  mutating func forEachCounter(_ body: (StaticString, UInt64) -> Void) {
    stack.counters.forEach(body)
  }

  @_optimize(speed)
  private mutating func receiveFrames() {
    let now = currentInstant()
    for _ in 0..<Self.frameBurst {
      guard receiveFrame(now) else {
        mayHoldFrames = false
        return
      }
    }
  }

  @inline(__always)
  private mutating func receiveFrame(_ now: Instant) -> Bool {
    // Safe: the closure uses other parts of the interface than the device, whose own transmitter it
    // is given. The pointer lasts for this call.
    unsafe withUnsafeMutablePointer(to: &self) { interface in
      unsafe interface.pointee.device.receive { frame, isChecksumKnown, transmitter in
        unsafe interface.pointee.stack.receive(
          frame, isChecksumKnown: isChecksumKnown, now: now, transmitter: &transmitter
        ) { datagram in
          // Without a table there is but one interface, and the linker knows.
          let number = unsafe interfaceTable == nil ? 0 : interface.pointee.number
          return unsafe interface.pointee.sockets[datagram.socket.index]?
            .take(datagram, from: number) ?? false
        }
      } != nil
    }
  }

  // MARK: TCP

  /// Largest IPv4 packet that may be sent, in bytes.
  var mtu: Int { stack.configuration.mtu }
  /// Largest IPv4 packet that the device carries, in bytes.
  var linkMTU: Int { stack.linkMTU }

  /// Has segments handed over as they arrive.
  ///
  /// The card puts segments together and cuts them, as far as it can and memory suffices.
  mutating func takeSegments(_ handler: @escaping SegmentHandler) {
    var memory = HeapDMAMemory()
    let freePageCount = unsafe heap?.pointee.pages.freePageCount ?? 0
    device.makeRoomForSegments(
      sendBuffers: min(max(freePageCount / 512, 1), 8), memory: &memory)
    stack.takesMergedSegments = device.receivesSegments
    stack.segmentHandler = handler
  }

  /// The longest segment that the card cuts into frames, in bytes with its header; 0 if it cuts
  /// none.
  var longestSegment: Int {
    device.transmitter.maximumSegmentedByteCount == 0
      ? 0 : stack.maximumSegmentByteCount(device.transmitter)
  }

  /// Sends a segment; the device may learn of it only at the next flush.
  @inline(__always)
  mutating func send(
    _ header: IPv4Header, size: SegmentSize, now: Instant,
    _ body: (inout MutableRawSpan, Bool) -> Void
  ) -> SegmentFate {
    stack.sendSegment(header, size: size, now: now, transmitter: &device.transmitter, body)
  }

  /// Tells the device of all frames that were sent.
  @inline(__always)
  mutating func flush() { device.flush() }

  // MARK: Sockets

  /// Opens a socket.
  mutating func bind(_ port: Port?) throws(BindError) -> UDPReceiver {
    let handle = try stack.bindUDP(port: port)
    let receiver = UDPReceiver(handle)
    keep(receiver, as: handle)
    return receiver
  }

  /// Lets a socket of another interface receive here, too.
  mutating func bind(
    _ port: Port, to receiver: UDPReceiver
  ) throws(BindError) -> UDPSocketHandle {
    let handle = try stack.bindUDP(port: port)
    keep(receiver, as: handle)
    return handle
  }

  private mutating func keep(_ receiver: UDPReceiver, as handle: UDPSocketHandle) {
    while sockets.count <= handle.index { sockets.append(nil) }
    sockets[handle.index] = receiver
  }

  /// Closes a socket.
  mutating func unbind(_ handle: UDPSocketHandle) {
    sockets[handle.index] = nil
    stack.unbindUDP(handle)
  }

  /// Visits the sockets: the port of each, and how many datagrams wait there.
  func forEachSocket(_ body: (_ port: Port, _ waiting: Int) -> Void) {
    for index in sockets.indices {
      if let socket = sockets[index], let port = stack.port(of: socket.handle) {
        body(port, socket.count)
      }
    }
  }

  /// The receiving side of a socket.
  func receiver(of socket: UDPSocketHandle) -> UDPReceiver? { sockets[socket.index] }

  /// The port of a socket.
  func port(of socket: UDPSocketHandle) -> Port? { stack.port(of: socket) }

  /// Sends a datagram.
  @_optimize(speed)
  mutating func send(
    _ payload: RawSpan, from socket: UDPSocketHandle, to destination: Endpoint
  ) throws(SendError) {
    try stack.sendUDP(
      from: socket, to: destination, byteCount: payload.byteCount, now: currentInstant(),
      transmitter: &device.transmitter
    ) { bytes in
      // Safe: both spans have the same length.
      unsafe bytes.withUnsafeMutableBytes { target in
        unsafe payload.withUnsafeBytes { source in unsafe target.copyMemory(from: source) }
      }
    }
  }

  /// Sends a datagram that a closure writes.
  ///
  /// - Parameters:
  ///   - socket: Where it is sent from.
  ///   - destination: Where it goes.
  ///   - capacity: How many bytes the closure may write.
  ///   - fill: Writes the payload and returns its length; nil sends nothing.
  /// - Throws: As the stack does.
  @_optimize(speed)
  mutating func send(
    from socket: UDPSocketHandle, to destination: Endpoint, capacity: Int,
    _ fill: (inout MutableRawSpan) -> Int?
  ) throws(SendError) {
    // Safe: the buffer lives as long as the kernel, and nothing else uses it meanwhile.
    let room = unsafe UnsafeMutableRawBufferPointer(rebasing: scratch.prefix(capacity))
    var bytes = unsafe room.mutableBytes
    guard let byteCount = fill(&bytes) else { return }
    try send(bytes.bytes.extracting(0..<byteCount), from: socket, to: destination)
  }
}

/// The present, as the stack counts time.
@inline(__always)
func currentInstant() -> Instant {
  Instant(nanoseconds: currentNanoseconds())
}
