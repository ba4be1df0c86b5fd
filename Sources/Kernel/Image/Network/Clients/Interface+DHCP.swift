public import DHCP
public import Net
internal import Wire
internal import _Concurrency

extension Interface {
  /// Gets an address from a server, and keeps it for as long as the guest runs.
  ///
  /// The interface then has the address, its network and the router; the name servers are among
  /// those that `resolve` asks. A task of the kernel's asks for more time when it is due. If the
  /// address is lost, the interface is without one until a server lends another. An address that
  /// another host has, or insists on later, is declined. An address that the command line gives is
  /// asked for first, and is not used before it is granted. Further calls wait for the same client.
  ///
  /// - Parameters:
  ///   - hostName: What servers are told as the guest's name; empty for none.
  ///   - timeout: How long to wait at most; nil waits for as long as it takes.
  ///   - probe: How thoroughly the link is asked whether the address is free (RFC 2131, section
  ///     3.1, step 5); nil takes the server's word for it.
  /// - Returns: What was lent.
  /// - Throws: `noInterface`, `portInUse`, `timedOut` or `cancelled`.
  public func dhcp(
    hostName: [UInt8] = [], timeout: Duration? = nil, probe: ProbePace? = .quick
  ) async throws(DHCPError) -> DHCPLease {
    await DHCPDriver.untilEnded()
    let driver = try driver(hostName, probe)
    let deadline = timeout.map {
      Instant(nanoseconds: MonotonicInstant.now.advanced(by: $0).nanoseconds)
    }
    guard let lease = await driver.waitForLease(before: deadline) else {
      throw Task.isCancelled ? .cancelled : .timedOut
    }
    return lease
  }

  /// What a server has lent; nil if nothing is lent at present.
  public var lease: DHCPLease? { DHCPDriver.client(of: self)?.lease }

  /// Gives the address back to its server; the interface is without one then.
  public func releaseLease() {
    DHCPDriver.client(of: self)?.release()
    DHCPDriver.setClient(of: self, to: nil)
  }

  private func driver(_ hostName: [UInt8], _ probe: ProbePace?) throws(DHCPError) -> DHCPDriver {
    if let driver = DHCPDriver.client(of: self) { return driver }
    guard let present = addresses else { throw .noInterface }
    let identity = DHCPIdentity(hardware: hardwareAddress, hostName: hostName)
    let previous = present.network == .none ? nil : present.network.address
    let driver: DHCPDriver
    do throws(BindError) {
      driver = try DHCPDriver(identity, on: self, previous: previous, probe: probe)
      // A client has no address but one that it was lent.
      try? configure(.none)
    } catch {
      throw .portInUse
    }
    DHCPDriver.setClient(of: self, to: driver)
    driver.start()
    return driver
  }
}
