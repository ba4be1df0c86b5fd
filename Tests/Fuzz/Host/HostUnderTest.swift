internal import Frames
internal import FuzzSupport
internal import Glibc
internal import Wire

@testable internal import Net

/// A stack with all its parts, its connections and their users, wired as the kernel does it.
final class HostUnderTest {
  private var stack: Stack
  private let tcp: TCPEndpoints
  private var recorder = FrameRecorder()
  private let checker: FrameChecker
  private var now = Instant(nanoseconds: 1_000_000_000)
  private var connections: [TCPHandle] = []
  private var lossCount: UInt64 = 0
  /// Whether some segment had to wait for its neighbour.
  private var hasWaitingSegment = false
  private let listener: TCPListenerHandle?
  private let socket: UDPSocketHandle?
  private let group = IPv4Address(239, 0, 0, 1)

  init(_ input: inout FuzzInput) {
    let choice = input.byte()
    let address = IPv4Address(10, 0, 0, 42)
    stack = Stack(
      configuration: InterfaceConfiguration(
        hardware: MACAddress(0x52, 0x54, 0, 0, 0, 0x42),
        network: IPv4Network(address: address, prefixBitCount: 24),
        gateway: IPv4Address(10, 0, 0, 1)), seed: 1)
    var settings = TCPSettings()
    settings.usesSACK = choice & 1 == 0
    settings.usesTimestamps = choice & 2 == 0
    settings.usesWindowScale = choice & 4 == 0
    settings.keepAliveIdle = choice & 8 == 0 ? nil : 1_000_000_000
    settings.receiveLimit = choice & 16 == 0 ? 100_000 : 3000
    settings.sendLimit = 30_000
    tcp = TCPEndpoints(address: address, settings: settings, seed: 1)
    listener = try? tcp.listen(on: 80, backlog: 4)
    socket = try? stack.bindUDP(port: 53)
    checker = FrameChecker(
      guest: GuestIdentity(
        hardwareAddress: FuzzFrames.card, addresses: [0x0a00_002a], prefixLength: 24),
      waiving: [.dnsMessage])
    stack.segmentHandler = { [tcp] bytes, header, isKnown, now in
      tcp.receive(
        bytes, in: header, checksumPolicy: isKnown ? .trustDevice : .verify, now: now)
    }
    openParts(choice)
    receive(FuzzFrames.arpRequest, isChecksumKnown: false)
    _ = takeFrames()
  }

  deinit {
    // Parts know each other: a kernel's stack has no end.
    stack.detour?.timedParts = []
    stack.detour?.pathMTU = nil
  }

  private func openParts(_ choice: UInt8) {
    if choice & 32 != 0 { stack.enableFragments(byteLimit: 8192) }
    if choice & 64 != 0 { stack.enableLoopback() }
    guard choice & 128 != 0 else { return }
    stack.enableDatagramReports { _, _ in true }
    stack.enableSegmentReports { [tcp] in tcp.heed($0) }
    stack.enableEchoes { _ in true }
    _ = stack.join(group, now: now)
  }

  /// Hands a frame to the stack.
  func receive(_ frame: [UInt8], isChecksumKnown: Bool) {
    show(frame, .toGuest)
    // Who vouches for a checksum has looked at it.
    let isKnown = isChecksumKnown && FuzzFrames.isSegmentSound(frame)
    stack.receive(
      frame.span.bytes, isChecksumKnown: isKnown, now: now, transmitter: &recorder
    ) { _ in true }
    while let listener, let handle = tcp.accept(listener) { connections.append(handle) }
    while tcp.nextChange() != nil {}
  }

  /// Does what users of the host do, or lets time pass.
  func use(_ input: inout FuzzInput) {
    let operation = input.byte()
    switch operation % 12 {
    case 0: connect(&input)
    case 1, 2: write(&input)
    case 3: if let handle = connection(&input) { read(handle, Int(input.half())) }
    case 4: if let handle = connection(&input) { tcp.closeSending(handle) }
    case 5: if let handle = connection(&input) { tcp.close(handle, now: now) }
    case 6: if let handle = connection(&input) { tcp.abort(handle) }
    case 7: sendDatagram(&input)
    case 8: loseBuffers()
    case 9: ping(&input)
    case 10: operation & 0x80 == 0 ? leave() : restartLink()
    default: pass(milliseconds: UInt64(input.byte()) * UInt64(input.byte()))
    }
  }

  /// Lets all leave that may, and takes it.
  func takeFrames() -> [[UInt8]] {
    for _ in 0..<4 {
      tcp.transmit(now: now) { ip, size, body in
        let fate = stack.sendSegment(ip, size: size, now: now, transmitter: &recorder, body)
        if fate == .unresolved { hasWaitingSegment = true }
        return fate
      }
      stack.work(now: now, transmitter: &recorder) { _ in true }
    }
    noteLosses()
    let frames = recorder.frames
    recorder.frames = []
    for frame in frames { show(frame, .fromGuest) }
    return frames
  }

  /// Lets all end, and checks that nothing is left over and each frame is accounted for.
  func finish() {
    recorder.hasBuffers = true
    for handle in connections { tcp.abort(handle) }
    if let listener { tcp.close(listener) }
    for _ in 0..<100 {
      pass(milliseconds: 10_000)
      _ = takeFrames()
    }
    require(tcp.connectionCount == 0, "a connection was never forgotten")
    require(tcp.nextDeadline == nil, "a connection that is gone waits for something")
    let counters = stack.counters
    require(
      counters.framesSettled == counters.framesIn + counters.packetsDetoured,
      "nobody knows what became of a frame")
  }

  // MARK: Steps

  private func connection(_ input: inout FuzzInput) -> TCPHandle? {
    let index = Int(input.byte())
    return connections.isEmpty ? nil : connections[index % connections.count]
  }

  private func connect(_ input: inout FuzzInput) {
    let remote = Endpoint(
      address: IPv4Address(10, 0, 0, input.byte() & 1 == 0 ? 1 : 42), port: 40_000)
    guard connections.count < 8, let handle = try? tcp.connect(to: remote, now: now) else { return }
    connections.append(handle)
  }

  private func write(_ input: inout FuzzInput) {
    guard let handle = connection(&input) else { return }
    let bytes = (0..<Int(input.half()) % 9000).map { UInt8(truncatingIfNeeded: $0) }
    if case .taken(let taken) = tcp.write(bytes.span.bytes, to: handle, now: now) {
      require(taken <= bytes.count, "more was taken than there was")
    }
  }

  private func read(_ handle: TCPHandle, _ limit: Int) {
    tcp.read(handle) { min($0.byteCount, limit) }
  }

  private func sendDatagram(_ input: inout FuzzInput) {
    guard let socket else { return }
    let hosts: [IPv4Address] = [
      IPv4Address(10, 0, 0, 1), IPv4Address(10, 0, 0, 42), group, .broadcast,
      IPv4Address(10, 0, 0, 77), IPv4Address(192, 0, 2, 1),
    ]
    let remote = Endpoint(address: hosts[Int(input.byte()) % 6], port: 9)
    let count = Int(input.half()) % 5000
    try? stack.sendUDP(
      from: socket, to: remote, byteCount: count, now: now, transmitter: &recorder
    ) { bytes in
      for offset in 0..<count { bytes.storeBigEndian(7 as UInt8, at: offset) }
    }
  }

  private func ping(_ input: inout FuzzInput) {
    try? stack.sendEcho(
      to: IPv4Address(10, 0, 0, 1), echo: 1, payloadByteCount: Int(input.half()) % 4000,
      timeToLive: 64, now: now)
  }

  /// What could not leave nobody has seen: numbers that follow on it make no sense to others.
  private func loseBuffers() {
    recorder.hasBuffers.toggle()
    checker.noteGap()
  }

  /// Notes what waited for a neighbour or the link in vain, if segments are among it: nobody has
  /// seen those, either.
  private func noteLosses() {
    let reasons: [SendDrop] = [.sendDisplaced, .sendUnresolved, .sendLinkDown]
    let count = reasons.reduce(0) { $0 + stack.counters[$1] }
    if count > lossCount, hasWaitingSegment { checker.noteGap() }
    lossCount = count
  }

  private func leave() { stack.leave(group, now: now) }

  private func restartLink() {
    stack.setLink(isUp: false, now: now, transmitter: &recorder)
    stack.setLink(isUp: true, now: now, transmitter: &recorder)
  }

  private func pass(milliseconds: UInt64) {
    now = now.advanced(byNanoseconds: milliseconds * 1_000_000)
    stack.advance(to: now, transmitter: &recorder)
    tcp.advance(to: now)
  }

  /// Shows a frame to who judges them, and to people who set `FUZZ_SHOW`.
  private func show(_ frame: [UInt8], _ direction: SeenFrame.Direction) {
    frame.withUnsafeBytes { bytes in
      if getenv("FUZZ_SHOW") != nil {
        print(direction.rawValue, FrameText.line(ByteView(bytes)))
        fflush(nil)
      }
      checker.take(SeenFrame(direction, at: now.nanoseconds, ByteView(bytes)))
    }
    if let finding = checker.findings.first { fatalError(finding.description) }
  }
}
