/// Why an interface keeps the addresses that it has.
public enum ConfigurationError: Error, Equatable, Sendable {
  /// There is no interface.
  case noInterface
  /// The address or the gateway is that of no host of the network, both are the same, or packets
  /// of the size are too small for the Internet or too large for the link.
  case impossible
}
