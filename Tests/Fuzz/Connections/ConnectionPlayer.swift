internal import FuzzSupport
internal import Net
internal import Wire

/// A host whose connections do what a script says.
final class ConnectionPlayer {
  /// Takes some of what it is shown.
  private final class Viewer: TCPUser {
    var limit = 0
    func take(_ events: TCPEvents) {}
    func take(arrival: RawSpan) -> Int { min(arrival.byteCount, limit) }
  }

  private let host: TCPEndpoints
  private var now = Instant(nanoseconds: 1_000_000_000)
  private var handles: [TCPHandle] = []
  private let viewer = Viewer()
  private let listener: TCPListenerHandle?
  /// The next number of each side and our port, as the last segment that left told.
  private var next: (ours: UInt32, theirs: UInt32) = (0, 1000)
  private var port: UInt16 = 80

  init(_ input: inout FuzzInput) {
    var settings = TCPSettings()
    let choice = input.byte()
    settings.usesSACK = choice & 1 == 0
    settings.usesTimestamps = choice & 2 != 0
    settings.usesWindowScale = choice & 4 == 0
    settings.isNagleEnabled = choice & 8 == 0
    settings.keepAliveIdle = choice & 16 == 0 ? nil : 1_000_000_000
    settings.sendLimit = 20_000
    settings.receiveLimit = choice & 32 == 0 ? 20_000 : 3000
    host = TCPEndpoints(address: IPv4Address(10, 0, 0, 42), settings: settings, seed: 1)
    listener = try? host.listen(on: 80, backlog: 2)
  }

  func step(_ input: inout FuzzInput) {
    let operation = input.byte()
    switch operation % 13 {
    case 0: connect(&input)
    case 1: write(&input)
    case 2: read(&input)
    case 3: end(&input)
    case 4: pass(&input)
    case 5: show(&input)
    default: receive(operation, &input)
    }
    flush()
  }

  /// Lets all end, and checks that nothing is left over.
  func finish() {
    for handle in handles { host.abort(handle) }
    flush()
    if let listener { host.close(listener) }
    for _ in 0..<200 {
      now = now.advanced(byNanoseconds: 10_000_000_000)
      host.advance(to: now)
      flush()
    }
    require(host.connectionCount == 0, "a connection was never forgotten")
    require(host.nextDeadline == nil, "something waits for nothing")
  }

  private func handle(_ input: inout FuzzInput) -> TCPHandle? {
    let index = Int(input.byte())
    return handles.isEmpty ? nil : handles[index % handles.count]
  }

  private func connect(_ input: inout FuzzInput) {
    let remote = Endpoint(address: IPv4Address(10, 0, 0, 1), port: Port(40_000))
    guard handles.count < 8, let handle = try? host.connect(to: remote, now: now) else { return }
    handles.append(handle)
  }

  private func write(_ input: inout FuzzInput) {
    guard let handle = handle(&input) else { return }
    let bytes = [UInt8](repeating: 7, count: Int(input.half()) % 9000)
    if case .taken(let taken) = host.write(bytes.span.bytes, to: handle, now: now) {
      require(taken <= bytes.count)
    }
  }

  private func read(_ input: inout FuzzInput) {
    guard let handle = handle(&input) else { return }
    let limit = Int(input.half())
    host.read(handle) { min($0.byteCount, limit) }
  }

  /// Has what arrives shown to somebody who takes some of it, or no more.
  private func show(_ input: inout FuzzInput) {
    guard let handle = handle(&input) else { return }
    let limit = Int(input.half())
    viewer.limit = limit
    host.setUser(of: handle, to: limit % 5 == 4 ? nil : viewer)
    host.show(handle, limit % 3 != 0)
  }

  private func end(_ input: inout FuzzInput) {
    guard let handle = handle(&input) else { return }
    switch input.byte() % 4 {
    case 0: host.abort(handle)
    case 1: host.close(handle, now: now)
    default: host.closeSending(handle)
    }
  }

  private func pass(_ input: inout FuzzInput) {
    let milliseconds = UInt64(input.half())
    now = now.advanced(byNanoseconds: milliseconds * milliseconds * 1000)
    host.advance(to: now)
  }

  private func receive(_ operation: UInt8, _ input: inout FuzzInput) {
    let flags = input.byte()
    let numbers = (
      next.theirs &+ UInt32(truncatingIfNeeded: input.offset()),
      next.ours &+ UInt32(truncatingIfNeeded: input.offset())
    )
    let options = operation & 0x80 == 0 ? [] : input.run()
    let payload = operation & 0x40 == 0 ? [] : [UInt8](repeating: 1, count: Int(input.byte()) * 8)
    let bytes = FuzzFrames.tcp(
      ports: (40_000, operation & 0x20 == 0 ? port : 80), numbers: numbers, flags: flags,
      window: input.half(), urgent: flags & 0x20 == 0 ? 0 : input.half(), options: options,
      payload: payload)
    let ip = IPv4Header(
      source: IPv4Address(10, 0, 0, 1), destination: host.address, payloadProtocol: .tcp)
    host.receive(bytes.span.bytes, in: ip, checksumPolicy: .verify, now: now)
    if let listener, let handle = host.accept(listener) { handles.append(handle) }
    while host.nextChange() != nil {}
  }

  /// Takes what leaves, and checks that a peer could read it.
  private func flush() {
    host.transmit(now: now) { ip, size, body in
      var bytes = [UInt8](repeating: 0xa5, count: size.byteCount)
      var span = bytes.mutableSpan
      var raw = span.mutableBytes
      body(&raw, false)
      guard let packet = try? TCPPacket(bytes.span.bytes),
        let header = try? TCPHeader(parsing: packet, in: ip, checksumPolicy: .verify)
      else { fatalError("a segment that nobody can read") }
      next.ours = header.sequenceNumber.rawValue &+ (header.flags.contains(.syn) ? 1 : 0)
      if header.flags.contains(.ack) { next.theirs = header.acknowledgmentNumber.rawValue }
      port = header.sourcePort.rawValue
      return .sent
    }
  }
}
