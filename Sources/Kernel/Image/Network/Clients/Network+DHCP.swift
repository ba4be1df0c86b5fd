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
  /// As `Interface.dhcp`, for the first card.
  public func dhcp(
    hostName: [UInt8] = [], timeout: Duration? = nil, probe: ProbePace? = .quick
  ) async throws(DHCPError) -> DHCPLease {
    try await Interface(number: 0).dhcp(hostName: hostName, timeout: timeout, probe: probe)
  }

  /// What a server has lent; nil if nothing is lent at present.
  public var lease: DHCPLease? { Interface(number: 0).lease }

  /// Gives the address back to its server; the interface is without one then.
  public func releaseLease() { Interface(number: 0).releaseLease() }
}
