public import DHCP
internal import Net
internal import Wire
internal import _Concurrency

/// Why there is no address from a server.
public enum DHCPError: Error, Equatable, Sendable {
  /// The machine has no network device.
  case noInterface
  /// Another socket has port 68.
  case portInUse
  /// No server lent an address in time; the client goes on trying.
  case timedOut
  /// The task was cancelled; the client goes on trying.
  case cancelled
}

extension Network {
  /// Gets an address from a server, and keeps it for as long as the guest runs.
  ///
  ///     let lease = try await system.network.dhcp()
  ///
  /// The interface then has the address, its network and the router; the name servers are those
  /// that `resolve` asks. A task of the kernel's asks for more time when it is due. If the address
  /// is lost, the interface is without one until a server lends another. An address that the
  /// command line gives is asked for first, and is not used before it is granted. Further calls
  /// wait for the same client.
  ///
  /// - Parameters:
  ///   - hostName: What servers are told as the guest's name; empty for none.
  ///   - timeout: How long to wait at most; nil waits for as long as it takes.
  /// - Returns: What was lent.
  /// - Throws: `noInterface`, `portInUse`, `timedOut` or `cancelled`.
  public func dhcp(
    hostName: [UInt8] = [], timeout: Duration? = nil
  ) async throws(DHCPError) -> DHCPLease {
    let driver = try Self.driver(hostName)
    let deadline = timeout.map {
      Instant(nanoseconds: MonotonicInstant.now.advanced(by: $0).nanoseconds)
    }
    guard let lease = await driver.waitForLease(before: deadline) else {
      throw Task.isCancelled ? .cancelled : .timedOut
    }
    return lease
  }

  /// What a server has lent; nil if nothing is lent at present.
  public var lease: DHCPLease? { unsafe DHCPDriver.shared?.lease }

  /// Gives the address back to its server; the interface is without one then.
  public func releaseLease() {
    // Safe: one core, and only tasks ask for it.
    unsafe DHCPDriver.shared?.release()
    unsafe DHCPDriver.shared = nil
  }

  private static func driver(_ hostName: [UInt8]) throws(DHCPError) -> DHCPDriver {
    // Safe: as above.
    if let driver = unsafe DHCPDriver.shared { return driver }
    guard let interface = unsafe network, let present = Network().addresses else {
      throw .noInterface
    }
    let identity = DHCPIdentity(
      hardware: unsafe interface.pointee.hardwareAddress, hostName: hostName)
    let previous = present.network == .none ? nil : present.network.address
    let driver: DHCPDriver
    do throws(BindError) {
      driver = try DHCPDriver(identity, previous: previous)
      // A client has no address but one that it was lent.
      try? Network().configure(.none)
    } catch {
      throw .portInUse
    }
    unsafe DHCPDriver.shared = driver
    driver.start()
    return driver
  }
}
