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
    try self.init(commandLine, "address", "gateway")
  }

  /// Reads the arguments of an interface behind the first one: `address1=… gateway1=…` and so on.
  ///
  /// - Parameters:
  ///   - commandLine: All arguments.
  ///   - number: Which interface it is, 1 to 7; the result is nil for others, and if there is no
  ///     address.
  /// - Throws: As above.
  public init?(_ commandLine: CommandLine, number: Int) throws(ArgumentError) {
    switch number {
    case 1: try self.init(commandLine, "address1", "gateway1")
    case 2: try self.init(commandLine, "address2", "gateway2")
    case 3: try self.init(commandLine, "address3", "gateway3")
    case 4: try self.init(commandLine, "address4", "gateway4")
    case 5: try self.init(commandLine, "address5", "gateway5")
    case 6: try self.init(commandLine, "address6", "gateway6")
    case 7: try self.init(commandLine, "address7", "gateway7")
    default: return nil
    }
  }

  private init?(
    _ commandLine: CommandLine, _ addressKey: StaticString, _ gatewayKey: StaticString
  ) throws(ArgumentError) {
    guard let value = commandLine.argument(addressKey) else { return nil }
    (address, prefixLength) = try value.addressAndPrefix()
    gateway = try commandLine.argument(gatewayKey)?.address()
  }
}
