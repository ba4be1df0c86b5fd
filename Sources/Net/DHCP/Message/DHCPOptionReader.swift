internal import Wire

/// Takes what the options of a message say into its value.
///
/// Options that come in several pieces are put together, in order (RFC 3396, section 7). Those that
/// nobody here uses are passed over.
struct DHCPOptionReader {
  /// What the message wants or grants; nil as long as nothing says so.
  private(set) var kind: DHCPMessageKind?
  /// Which other fields hold options: bit 0 the file's, bit 1 the server name's.
  private(set) var overload: UInt8 = 0
  // Addresses, whose lists may be cut anywhere.
  private var routers = Joined()
  private var nameServers = Joined()
  private var timeServers = Joined()

  /// The bytes of an option that may come in several pieces.
  private struct Joined {
    var bytes: [UInt8] = []
    var byteCount = 0
  }

  /// The most addresses of one kind that are kept.
  private static let addressLimit = 8

  /// Reads one field.
  mutating func read(
    _ bytes: RawSpan, into message: inout DHCPMessage
  ) throws(WireError) {
    var options = DHCPOptions(bytes)
    while let option = options.next() {
      try take(option.code, option.bytes, into: &message)
    }
    guard !options.isMalformed else { throw .malformed }
  }

  /// Takes what is whole only behind the last field.
  func finish(_ message: inout DHCPMessage) throws(WireError) {
    message.routers = try Self.addresses(routers)
    message.nameServers = try Self.addresses(nameServers)
    message.timeServers = try Self.addresses(timeServers)
  }

  private mutating func take(
    _ code: DHCPOptionCode, _ bytes: RawSpan, into message: inout DHCPMessage
  ) throws(WireError) {
    switch code {
    case .messageKind:
      guard let kind = DHCPMessageKind(rawValue: try Self.integer(bytes)) else { throw .malformed }
      self.kind = kind
    case .overload: overload = try Self.integer(bytes)
    case .requestedAddress: message.requestedAddress = try Self.address(bytes)
    case .serverIdentifier: message.serverIdentifier = try Self.address(bytes)
    case .leaseTime: message.leaseSeconds = try Self.integer(bytes)
    case .renewalTime: message.renewalSeconds = try Self.integer(bytes)
    case .rebindingTime: message.rebindingSeconds = try Self.integer(bytes)
    case .subnetMask: message.subnetMask = try Self.integer(bytes)
    case .mtu: message.mtu = try Self.integer(bytes)
    case .maximumByteCount: message.maximumByteCount = try Self.integer(bytes)
    case .routers: try Self.append(bytes, to: &routers)
    case .nameServers: try Self.append(bytes, to: &nameServers)
    case .timeServers: try Self.append(bytes, to: &timeServers)
    case .hostName: Self.append(bytes, to: &message.hostName)
    case .domainName: Self.append(bytes, to: &message.domainName)
    case .clientIdentifier: Self.append(bytes, to: &message.clientIdentifier)
    case .parameterRequests: Self.append(bytes, to: &message.parameterRequests)
    default: break
    }
  }

  private static func integer<Integer: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: RawSpan
  ) throws(WireError) -> Integer {
    guard bytes.byteCount == MemoryLayout<Integer>.size else { throw .malformed }
    return bytes.bigEndian(at: 0)
  }

  private static func address(_ bytes: RawSpan) throws(WireError) -> IPv4Address {
    IPv4Address(rawValue: try integer(bytes))
  }

  private static func append(_ bytes: RawSpan, to list: inout Joined) throws(WireError) {
    guard bytes.byteCount > 0 else { throw .malformed }
    list.byteCount += bytes.byteCount
    for offset in 0..<bytes.byteCount where list.bytes.count < 4 * addressLimit {
      list.bytes.append(bytes.bigEndian(at: offset))
    }
  }

  private static func addresses(_ list: Joined) throws(WireError) -> [IPv4Address] {
    guard list.byteCount % 4 == 0 else { throw .malformed }
    return stride(from: 0, to: list.bytes.count, by: 4).map { place in
      IPv4Address(
        list.bytes[place], list.bytes[place + 1], list.bytes[place + 2], list.bytes[place + 3])
    }
  }

  /// Appends a piece of a text.
  private static func append(_ bytes: RawSpan, to text: inout [UInt8]) {
    for offset in 0..<bytes.byteCount where text.count < 255 {
      text.append(bytes.bigEndian(at: offset))
    }
  }
}
