@_exported public import _Concurrency

/// A named channel of bytes to the host (a port of virtio-serial).
///
///     guard let port = await system.port(named: "control") else { return }
///     while let bytes = await port.read() { try await port.write(bytes) }
///
/// While both sides have the port open nothing is lost: one that does not read makes the other one
/// wait. What a program sends right before it closes the port may be lost in QEMU.
public struct HostPort: Sendable {
  private let device: PortDevice
  private let number: Int

  private init(_ device: PortDevice, _ number: Int) {
    self.device = device
    self.number = number
  }

  /// Waits until the host announces a port, and opens it.
  ///
  /// - Returns: Nil if the machine has no ports at all, if none of the name was announced in time,
  ///   or if the task was cancelled.
  static func open(named name: StaticString, within limit: Duration) async -> HostPort? {
    guard let device = PortDevice.shared else { return nil }
    // Safe: the bytes of a literal stay.
    let bytes = unsafe Array(
      UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    if let port = find(bytes, at: device) { return port }
    return (try? await withTimeout(limit) { await wait(for: bytes, at: device) }) ?? nil
  }

  /// Opens a port if it was announced.
  private static func find(_ name: [UInt8], at device: PortDevice) -> HostPort? {
    guard let number = device.number(named: name) else { return nil }
    device.setOpen(true, number)
    return HostPort(device, number)
  }

  private static func wait(for name: [UInt8], at device: PortDevice) async -> HostPort? {
    while !Task.isCancelled {
      if let port = find(name, at: device) { return port }
      await device.news.wait()
    }
    return nil
  }

  /// Whether a program on the host has the port open.
  public var isConnected: Bool { device.isConnected(number) }

  /// Waits until a program on the host has opened the port, or the task is cancelled.
  public func connected() async {
    while !isConnected, !Task.isCancelled { await device.news.wait() }
  }

  /// Waits for bytes.
  ///
  /// - Returns: All that have come, at most 64 KiB; nil if the host has closed the port and all was
  ///   read, or the task was cancelled. A port that the host has not opened yet is waited for.
  public func read() async -> [UInt8]? {
    var hasSeenHost = false
    while !Task.isCancelled {
      // In this order: what came before the host closed the port must be seen after that.
      let isConnected = isConnected
      var bytes: [UInt8] = []
      device.receive(number, into: &bytes, limit: 61440)
      if !bytes.isEmpty { return bytes }
      if hasSeenHost, !isConnected { return nil }
      hasSeenHost = hasSeenHost || isConnected
      await device.news.wait()
    }
    return nil
  }

  /// Sends bytes; waits while the host does not take them.
  ///
  /// - Throws: `closed` if no program on the host has the port open, `cancelled` if the task was
  ///   cancelled; part of the bytes may have been sent.
  public func write(_ bytes: [UInt8]) async throws(PortError) {
    var offset = 0
    while offset < bytes.count {
      guard !Task.isCancelled else { throw .cancelled }
      guard isConnected else { throw .closed }
      // Safe: any byte is a valid byte; the span ends with the call.
      offset += unsafe device.transmit(number, bytes.span.bytes.extracting(offset..<bytes.count))
      if offset < bytes.count { await device.news.wait() }
    }
  }

  /// Tells the host that the guest does not use the port any more.
  public func close() { device.setOpen(false, number) }
}

/// Why bytes could not be sent.
public enum PortError: Error, Equatable, Sendable {
  /// No program on the host has the port open.
  case closed
  /// The task was cancelled.
  case cancelled
}
