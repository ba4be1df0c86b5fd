public import DNS
public import Resolver
public import Wire
internal import _Concurrency

extension Network {
  /// The servers that `resolve` asks, the preferred one first.
  ///
  /// What is set here counts; else what DHCP says; else the command line, by
  /// `nameserver=10.0.0.1`, more than once.
  public var nameServers: [IPv4Address] {
    get { NameServers.all }
    nonmutating set { NameServers.set(newValue) }
  }

  /// Finds the addresses of a name.
  ///
  ///     let addresses = try await system.network.resolve("www.example.org")
  ///
  /// - Parameter name: A name, taken as a whole, or an address in dotted form.
  /// - Returns: The IPv4 addresses, at least one.
  /// - Throws: Why there are none.
  public func resolve(_ name: String) async throws(ResolveError) -> [IPv4Address] {
    let text = Array(name.utf8)
    // Safe: any byte is a valid byte.
    if let address = unsafe IPv4Address(text: text.span.bytes) { return [address] }
    return try await records(name, .a).map { data in
      IPv4Address(data[0], data[1], data[2], data[3])
    }
  }

  /// Finds the IPv6 addresses of a name: sixteen bytes each, at least one.
  ///
  /// - Throws: Why there are none.
  public func resolveIPv6(_ name: String) async throws(ResolveError) -> [[UInt8]] {
    try await records(name, .aaaa)
  }

  /// Finds records of a name, behind all its aliases.
  ///
  /// - Parameters:
  ///   - name: A name, taken as a whole.
  ///   - type: What is wanted of it.
  /// - Returns: The data of each record, its names without compression; at least one.
  /// - Throws: Why there are none.
  public func records(
    _ name: String, _ type: RecordType
  ) async throws(ResolveError) -> [[UInt8]] {
    guard let name = Name(Array(name.utf8)) else { throw .notAName }
    return try await records(name, type)
  }

  /// Finds records of a name that is there in wire format; else as above.
  public func records(
    _ name: Name, _ type: RecordType
  ) async throws(ResolveError) -> [[UInt8]] {
    switch try await ResolverDriver.shared.look(up: name, type).outcome {
    case .records(let data): return data
    case .nameNotFound: throw .nameNotFound
    case .noData: throw .noData
    case .failure(let error): throw error
    }
  }
}
