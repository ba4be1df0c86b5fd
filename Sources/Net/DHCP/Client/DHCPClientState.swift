/// Where a client is on its way to an address.
///
/// Source: RFC 2131, section 4.4, figure 5.
public enum DHCPClientState: Equatable, Sendable {
  /// It does nothing: it was not started, or has given its address back.
  case stopped
  /// It will begin once more at its deadline (INIT).
  case waiting
  /// It looks for servers.
  case selecting
  /// It has asked for the address that a server offers.
  case requesting
  /// It has asked for the address that it had before.
  case rebooting
  /// It has been granted an address, and waits to be told that nobody else uses it.
  case probing
  /// It has an address.
  case bound
  /// It asks its server for more time.
  case renewing
  /// It asks any server for more time.
  case rebinding

  /// Whether the address may be used.
  public var hasAddress: Bool { self == .bound || self == .renewing || self == .rebinding }
}
