internal import Core
internal import Net
internal import Time
internal import Wire

/// The connections of the guest between the network interface and the tasks that use them.
@safe
final class TCPDriver: @unchecked Sendable {
  let endpoints: TCPEndpoints
  private let interface: UnsafeMutablePointer<NetworkInterface>
  /// When to try again to send what the device had no buffer for.
  private var retryAt: UInt64 = .max

  /// How soon that is, in nanoseconds: acknowledgements come before, as a rule.
  private static var retryDelay: UInt64 { 500_000 }

  init(_ interface: UnsafeMutablePointer<NetworkInterface>) {
    unsafe self.interface = unsafe interface
    let settings = TCPSettings(mtu: unsafe interface.pointee.mtu)
    endpoints = TCPEndpoints(
      address: unsafe IPv4Address(rawValue: interface.pointee.address), settings: settings,
      seed: EntropyPool.word())
    endpoints.limitMemory(to: Self.freeByteCount)
    endpoints.freeByteCount = { Self.freeByteCount }
  }

  /// How much memory is free, in bytes.
  static var freeByteCount: Int {
    unsafe (heap?.pointee.pages.freePageCount ?? 0) << 12
  }

  /// Learns what the card can do for TCP.
  func start() {
    unsafe interface.pointee.takeSegments { segment, header, isChecksumKnown, now in
      self.endpoints.receive(
        segment, in: header, checksumPolicy: isChecksumKnown ? .trustDevice : .verify, now: now)
    }
    unsafe interface.pointee.enableSegmentReports { self.endpoints.heed($0) }
    endpoints.longestSegment = unsafe interface.pointee.longestSegment
    unsafe interface.pointee.addressHook = { next in self.prepare(for: next) }
  }

  /// Says farewell to peers from an address that is about to go.
  private func prepare(for next: InterfaceConfiguration) {
    if unsafe next.mtu != interface.pointee.mtu { endpoints.fitSegments(toMTU: next.mtu) }
    guard next.address != endpoints.address else { return }
    endpoints.move(to: next.address)
    transmit()
  }

  /// Makes the counters of TCP known.
  func registerCounters() {
    // Safe: the driver lasts as long as the kernel, and with it the endpoints.
    unsafe endpoints.withCounters { values, count in
      unsafe CounterGroups.add(TCPCounters.names, values, count: count)
    }
  }

  // MARK: The run loop

  /// Sends what tasks have written.
  @inline(__always)
  func sendWritten() {
    if endpoints.hasSegments { transmit() }
  }

  /// Does what is due, and lets the tasks go on for which something has arrived.
  ///
  /// What arrived is acknowledged once they have had the chance to answer it.
  @inline(__always)
  func poll() {
    let now = currentNanoseconds()
    if let deadline = endpoints.nextDeadline, deadline.nanoseconds <= now {
      endpoints.advance(to: Instant(nanoseconds: now))
    }
    // What nobody has accepted yet is asked for its state once it is.
    while endpoints.nextChange() != nil {}
    if endpoints.hasSegments, unsafe readyJobs.isEmpty { transmit() }
  }

  /// When there is something to do without a frame, in nanoseconds.
  var nextDeadline: UInt64 {
    min(endpoints.nextDeadline?.nanoseconds ?? .max, retryAt)
  }

  private func transmit() {
    let now = Instant(nanoseconds: currentNanoseconds())
    // Safe: the interface lasts as long as the kernel, and is not at work while this runs. Without
    // mention of the driver, no references to it are counted.
    let interface = unsafe interface
    endpoints.transmit(now: now) { header, size, body in
      unsafe interface.pointee.send(header, size: size, now: now, body)
    }
    unsafe interface.pointee.flush()
    retryAt = endpoints.hasSegments ? now.nanoseconds &+ Self.retryDelay : .max
  }

  // MARK: Services

  /// Hands a connection over to a service.
  func connection(_ handle: TCPHandle) -> TCPConnection? {
    guard let status = endpoints.status(of: handle) else { return nil }
    let connection = TCPConnection(handle, status, self)
    endpoints.setUser(of: handle, to: connection)
    return connection
  }

  /// Begins a connection, and waits until it is established.
  @inline(never)
  func connect(
    to remote: Endpoint, timeout: Duration?
  ) async throws(StreamError) -> TCPConnection {
    let deadline = timeout.map {
      Instant(nanoseconds: MonotonicInstant.now.advanced(by: $0).nanoseconds)
    }
    let handle: TCPHandle
    do throws(BindError) {
      handle = try endpoints.connect(to: remote, now: Instant(nanoseconds: currentNanoseconds()))
    } catch {
      throw .broken(.exhausted)
    }
    guard let connection = connection(handle) else { throw .broken(.aborted) }
    try await connection.waitUntilEstablished(before: deadline)
    return connection
  }
}
