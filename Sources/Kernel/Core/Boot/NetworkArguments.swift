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
  /// - Returns: Nil if there is no address or one of the two makes no sense.
  public init?(_ commandLine: CommandLine) {
    guard let value = commandLine.value(of: "address") else { return nil }
    var reader = ArgumentReader(value)
    guard let address = Self.address(&reader) else { return nil }
    self.address = address
    if reader.isAtEnd {
      prefixLength = 24
    } else {
      guard reader.take("/"), let length = reader.number(UInt8.self), length <= 32, reader.isAtEnd
      else { return nil }
      prefixLength = length
    }
    guard let router = commandLine.value(of: "gateway") else {
      gateway = nil
      return
    }
    var routerReader = ArgumentReader(router)
    guard let gateway = Self.address(&routerReader), routerReader.isAtEnd else { return nil }
    self.gateway = gateway
  }

  private static func address(_ reader: inout ArgumentReader) -> UInt32? {
    var address: UInt32 = 0
    for index in 0..<4 {
      if index > 0, !reader.take(".") { return nil }
      guard let byte = reader.number(UInt8.self) else { return nil }
      address = address << 8 | UInt32(byte)
    }
    return address
  }
}
