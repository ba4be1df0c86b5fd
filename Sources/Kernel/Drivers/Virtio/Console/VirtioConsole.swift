public import Hardware

/// A virtio console: named ports for bytes between the guest and its host.
///
/// Source: Virtio 1.2, section 5.3.
public struct VirtioConsole<Transport: VirtioTransport & ~Copyable>: ~Copyable {
  var transport: Transport
  var ports: [ConsolePort]
  /// The queues for messages about ports.
  private let control: ConsolePort
  /// Messages for which no buffer is free; there are at most `messageLimit`.
  private var unsent: [ConsoleMessage] = []
  /// Whether the device had more to say than was taken the last time; it does not interrupt for it.
  public private(set) var hasMoreMessages = false
  /// How many messages were lost because a device does not take any.
  public private(set) var lostMessageCount = 0
  let ordering: VirtioOrdering

  /// The most ports that are used; those of higher numbers are refused.
  public static var portLimit: Int { 8 }
  /// How often buffers for messages go round in one call.
  private static var roundLimit: Int { 16 }
  /// The most messages that wait for a buffer.
  private static var messageLimit: Int { 64 }

  /// Starts a device; it interrupts when something happens to its ports.
  ///
  /// - Parameters:
  ///   - transport: The way to the device, which must have several ports.
  ///   - memory: Where rings and buffers come from: some 160 KiB for each port.
  ///   - ordering: What it takes on this machine to order memory accesses.
  /// - Throws: `wrongKind`, `missingFeatures` if it is a plain console, `noQueue`, `outOfMemory`
  ///   and what else keeps a virtio device from starting.
  public init<Memory: DMAMemory & ~Copyable>(
    _ transport: consuming Transport, memory: inout Memory,
    ordering: VirtioOrdering = .deviceAccess
  ) throws(VirtioError) {
    let kind = transport.deviceKind
    guard kind == .console else { throw .wrongKind(kind.rawValue) }
    let all = try transport.start(required: .multiport, wanted: .eventIndex) {
      (transport, features) throws(VirtioError) in
      try Self.activateQueues(on: &transport, features, &memory)
    }
    control = all[0]
    ports = Array(all.dropFirst())
    self.transport = transport
    self.ordering = ordering
    control.transmitQueue.suppressInterrupts()
    for port in ports { port.transmitQueue.suppressInterrupts() }
    while let buffer = control.receiveQueue.takeFree() { control.receiveQueue.offer(buffer) }
    _ = control.receiveQueue.allowInterrupts(on: self.transport, ordering)
    control.receiveQueue.publish(to: &self.transport, as: ControlQueue.receive, ordering)
    send(ConsoleMessage(.deviceReady, port: .max, value: 1))
  }

  deinit {
    // The device must not write into memory whose rings nobody reads any more.
    var transport = transport
    transport.status = []
  }

  /// Makes the queues for messages, and then those of all ports.
  private static func activateQueues<Memory: DMAMemory & ~Copyable>(
    on transport: inout Transport, _ features: VirtioFeatures, _ memory: inout Memory
  ) throws(VirtioError) -> [ConsolePort] {
    // Source: Virtio 1.2, section 5.3.4: offset 4 is the number of ports.
    let offered = try transport.consistentConfiguration {
      Int($0.configuration16(at: 4)) | Int($0.configuration16(at: 6)) << 16
    }
    var all = [try ConsolePort.activateControl(on: &transport, features, &memory)]
    for number in 0..<min(max(offered, 1), portLimit) {
      all.append(try ConsolePort.activate(number, on: &transport, features, &memory))
    }
    return all
  }

  // MARK: Ports

  /// How many ports there can be; numbers of ports are below that.
  public var portCount: Int { ports.count }

  /// The number of the port with a name.
  ///
  /// - Returns: Nil if the device has not announced one.
  public func port(named name: [UInt8]) -> Int? {
    ports.firstIndex { $0.isPresent && $0.name == name }
  }

  /// Whether the other side has a port open.
  ///
  /// - Precondition: The number is below `portCount`.
  public func isConnected(_ port: Int) -> Bool { ports[port].isPresent && ports[port].isConnected }

  /// Tells the other side that a port is in use here, or no longer.
  ///
  /// - Precondition: The number is below `portCount`.
  public mutating func setOpen(_ isOpen: Bool, port: Int) {
    precondition(port < ports.count, "no such port")
    send(
      ConsoleMessage(
        .portOpened, port: UInt32(truncatingIfNeeded: port), value: isOpen ? 1 : 0))
  }

  /// What the device said that it could not have meant.
  public var refusals: VirtqueueRefusals {
    ports.reduce(control.receiveQueue.refusals + control.transmitQueue.refusals) {
      $0 + $1.receiveQueue.refusals + $1.transmitQueue.refusals
    }
  }

  // MARK: Control

  /// Takes what the device says about its ports, of a device that does not stop a part.
  ///
  /// - Returns: Whether it said anything.
  public mutating func takeMessages() -> Bool {
    var hasNews = false
    var roundCount = 0
    repeat {
      hasMoreMessages = roundCount == Self.roundLimit
      guard !hasMoreMessages else { break }
      roundCount += 1
      while let (buffer, byteCount) = control.receiveQueue.takeUsedOutOfLine() {
        // Safe: the buffer is not the device's now, and the span ends before it becomes so again.
        let bytes = unsafe control.receiveQueue.bytes(of: buffer, from: 0, byteCount: byteCount)
        let name = unsafe bytes.dropFirst(ConsoleMessage.byteCount)
          .prefix(ConsolePort.nameByteCount)
        if let message = unsafe ConsoleMessage(bytes.bytes) {
          unsafe handle(message, Array(name.prefix { $0 != 0 }))
          hasNews = true
        }
        control.receiveQueue.offer(buffer)
      }
      control.receiveQueue.publish(to: &transport, as: ControlQueue.receive, ordering)
    } while control.receiveQueue.allowInterrupts(on: transport, ordering)
    sendWaiting()
    return hasNews
  }

  private mutating func handle(_ message: ConsoleMessage, _ name: [UInt8]) {
    guard let event = ConsoleMessage.Event(rawValue: message.event) else { return }
    guard let port = ports.indices.contains(Int(message.port)) ? ports[Int(message.port)] : nil
    else {
      // Source: Virtio 1.2, section 5.3.6.2: 0 says that the port cannot be used.
      if event == .portAdded { send(ConsoleMessage(.portReady, port: message.port, value: 0)) }
      return
    }
    switch event {
    case .portAdded:
      port.isPresent = true
      prepareReceiving(Int(message.port))
      send(ConsoleMessage(.portReady, port: message.port, value: 1))
    case .portRemoved:
      port.isPresent = false
      port.isConnected = false
      port.name = []
    case .portOpened: port.isConnected = message.value != 0
    case .portNamed: port.name = name
    case .deviceReady, .portReady, .consolePort, .resized: break
    }
  }

  /// Sends a message, or keeps it until a buffer is free.
  private mutating func send(_ message: ConsoleMessage) {
    guard unsent.count < Self.messageLimit else {
      lostMessageCount += 1
      return
    }
    unsent.append(message)
    sendWaiting()
  }

  private mutating func sendWaiting() {
    while let (buffer, _) = control.transmitQueue.takeUsedOutOfLine() {
      control.transmitQueue.putFree(buffer)
    }
    while !unsent.isEmpty, let buffer = control.transmitQueue.takeFree() {
      // Safe: the buffer is not the device's until it is offered, and the span ends before.
      let bytes = unsafe control.transmitQueue.bytes(
        of: buffer, from: 0, byteCount: ConsoleMessage.byteCount)
      var span = unsafe bytes.mutableBytes
      unsent.removeFirst().write(to: &span)
      control.transmitQueue.offer(buffer)
    }
    control.transmitQueue.publish(to: &transport, as: ControlQueue.transmit, ordering)
    guard !unsent.isEmpty else { return control.transmitQueue.suppressInterrupts() }
    _ = control.transmitQueue.allowInterrupts(on: transport, ordering)
  }
}

/// Numbers of the queues for messages about ports.
///
/// Source: Virtio 1.2, section 5.3.2.
enum ControlQueue {
  static var receive: UInt16 { 2 }
  static var transmit: UInt16 { 3 }
}
