/// The interface's addresses, as the command line gives them: `address=10.0.0.42/24
/// gateway=10.0.0.1`.
public struct NetworkArguments: Equatable, Sendable {
  /// Address of the interface, as a number: 10.0.0.42 is 0x0a00002a.
  public let address: UInt32
  /// Bits of the address that name the network, 0 to 32.
  public let prefixLength: UInt8
  /// Address of the router, as a number; nil if there is none.
  public let gateway: UInt32?

  /// Reads the arguments.
  ///
  /// - Returns: Nil if there is no address.
  /// - Throws: An error that names the one of the two that makes no sense.
  public init?(_ commandLine: CommandLine) throws(ArgumentError) {
    guard let value = commandLine.argument("address") else { return nil }
    (address, prefixLength) = try value.addressAndPrefix()
    gateway = try commandLine.argument("gateway")?.address()
  }
}
