public import Wire

/// What a router or a host says became of a packet that this host is said to have sent.
///
/// Source: RFC 792; RFC 1122, section 3.2.2.
public struct PacketReport: Error, Equatable, Sendable {
  /// What became of the packet.
  public enum Reason: Equatable, Sendable {
    /// It could not be delivered.
    case unreachable(UnreachableCode)
    /// It took too many hops.
    case tooManyHops
    /// Its last pieces did not come in time.
    case incomplete
    /// Its header makes no sense to the reporter.
    case malformed
  }

  /// What became of the packet.
  public let reason: Reason
  /// Who says so.
  public let reporter: IPv4Address
  /// Where the packet came from: an address of this host.
  public let source: IPv4Address
  /// Where the packet was to go.
  public let destination: IPv4Address
  /// What its payload was.
  public let payloadProtocol: IPProtocol
  /// The first eight bytes of its payload, the first of them in bits 56 to 63.
  public let payloadStart: UInt64
  /// Largest packet that would have passed, in bytes; only if it was too large.
  public let mtu: Int?

  /// Reads a message; nil if it is no such report, or names no packet.
  ///
  /// - Parameters:
  ///   - message: Its header.
  ///   - bytes: What follows: the start of the packet that it is about.
  ///   - reporter: Who sent it.
  init?(_ message: ICMPHeader, quoting bytes: RawSpan, from reporter: IPv4Address) {
    guard let reason = Reason(message), bytes.byteCount >= IPv4Header.byteCount else { return nil }
    let version: UInt8 = bytes.bigEndian(at: 0)
    let headerByteCount = Int(version & 15) * 4
    guard version >> 4 == 4, headerByteCount >= IPv4Header.byteCount,
      bytes.byteCount >= headerByteCount + 8,
      // Only the first piece tells whose packet it was.
      bytes.bigEndian(at: 6, as: UInt16.self) & 0x1fff == 0
    else { return nil }
    self.reason = reason
    self.reporter = reporter
    payloadProtocol = IPProtocol(rawValue: bytes.bigEndian(at: 9))
    source = IPv4Address(rawValue: bytes.bigEndian(at: 12))
    destination = IPv4Address(rawValue: bytes.bigEndian(at: 16))
    payloadStart = bytes.bigEndian(at: headerByteCount)
    let byteCount = Int(bytes.bigEndian(at: 2, as: UInt16.self))
    mtu =
      reason == .unreachable(.fragmentationNeeded)
      ? Self.mtu(said: Int(message.parameter & 0xffff), byteCount: byteCount) : nil
  }

  /// The port that a datagram or segment came from.
  public var sourcePort: Port { Port(UInt16(truncatingIfNeeded: payloadStart >> 48)) }

  /// Where a datagram or segment was to go.
  public var remote: Endpoint {
    Endpoint(
      address: destination, port: Port(UInt16(truncatingIfNeeded: payloadStart >> 32)))
  }

  /// The number of a segment's first byte.
  public var sequenceNumber: SequenceNumber {
    SequenceNumber(rawValue: UInt32(truncatingIfNeeded: payloadStart))
  }

  /// Identifier and number of an echo request; nil if the packet was none.
  public var echo: UInt32? {
    guard payloadProtocol == .icmp, payloadStart >> 56 == UInt64(ICMPType.echoRequest.rawValue)
    else { return nil }
    return UInt32(truncatingIfNeeded: payloadStart)
  }

  /// Whether the packet's like will never arrive: nobody takes it there.
  ///
  /// Source: RFC 1122, sections 4.1.3.3 and 4.2.3.9.
  public var isPermanent: Bool {
    switch reason {
    case .unreachable(.protocolUnreachable), .unreachable(.portUnreachable): true
    default: false
    }
  }

  /// Largest packet that passes, by what a router says or, if it is an old one, by a guess.
  ///
  /// Source: RFC 1191, sections 3 and 7.1.
  private static func mtu(said: Int, byteCount: Int) -> Int {
    if said > 0 { return said }
    let plateaus: [8 of Int] = [32_000, 17_914, 8_166, 4_352, 2_002, 1_492, 1_006, 576]
    for index in 0..<8 where plateaus[index] < byteCount { return plateaus[index] }
    return PathMTUs.minimum
  }
}

extension PacketReport.Reason {
  /// Reads what a message says; nil if it is no report, or one that is no longer heeded.
  init?(_ message: ICMPHeader) {
    switch (message.type, message.code) {
    case (.destinationUnreachable, _):
      guard let code = UnreachableCode(rawValue: message.code) else { return nil }
      self = .unreachable(code)
    case (.timeExceeded, 0): self = .tooManyHops
    case (.timeExceeded, 1): self = .incomplete
    case (.parameterProblem, _): self = .malformed
    default: return nil
    }
  }
}
