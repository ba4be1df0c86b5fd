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
    case .routers: try Self.append(bytes, to: &message.routers)
    case .nameServers: try Self.append(bytes, to: &message.nameServers)
    case .timeServers: try Self.append(bytes, to: &message.timeServers)
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

  private static func append(
    _ bytes: RawSpan, to list: inout [IPv4Address]
  ) throws(WireError) {
    guard bytes.byteCount % 4 == 0, bytes.byteCount > 0 else { throw .malformed }
    for offset in stride(from: 0, to: bytes.byteCount, by: 4) where list.count < addressLimit {
      list.append(IPv4Address(rawValue: bytes.bigEndian(at: offset)))
    }
  }

  /// Appends a piece of a text.
  private static func append(_ bytes: RawSpan, to text: inout [UInt8]) {
    for offset in 0..<bytes.byteCount where text.count < 255 {
      text.append(bytes.bigEndian(at: offset))
    }
  }
}
