public import Wire

/// A message of the network time protocol, read in place.
///
/// Source: RFC 5905, section 7.3.
///
/// A value of this type proves that the header is there; what may follow it is not looked at.
public struct NTPPacket: ~Escapable {
  /// Size of the header, in bytes.
  public static let byteCount = 48

  /// The header.
  public let bytes: RawSpan

  /// Finds the message at the start of the bytes.
  ///
  /// - Throws: `truncated` if the bytes end too early, `malformed` if its version is not 1 to 4.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(WireError) {
    guard bytes.byteCount >= Self.byteCount else { throw .truncated }
    self.bytes = bytes.extracting(0..<Self.byteCount)
    guard 1...4 ~= version else { throw .malformed }
  }

  /// Whether a leap second is near; 3 means that the server's clock is not set.
  public var leap: UInt8 { first >> 6 }
  /// Version of the protocol.
  public var version: UInt8 { first >> 3 & 7 }
  /// Who speaks: 3 is a client, 4 a server.
  public var mode: UInt8 { first & 7 }
  /// How many servers are between this one and a clock: 1 has one itself; 0 means a refusal.
  public var stratum: UInt8 { bytes.bigEndian(at: 1) }
  /// Power of two of the seconds that the server's clock resolves.
  public var precision: Int8 { Int8(bitPattern: bytes.bigEndian(at: 3)) }
  /// Time to the clock and back, in seconds, 16 bits of them after the point.
  public var rootDelay: UInt32 { bytes.bigEndian(at: 4) }
  /// How far off the server may be, in seconds, 16 bits of them after the point.
  public var rootDispersion: UInt32 { bytes.bigEndian(at: 8) }
  /// The clock that is gone by, or why the server refuses, in ASCII.
  public var reference: UInt32 { bytes.bigEndian(at: 12) }
  /// When the request was sent, as it says itself.
  public var originate: NTPTimestamp { timestamp(at: 24) }
  /// When the server received it.
  public var receive: NTPTimestamp { timestamp(at: 32) }
  /// When the server answered.
  public var transmit: NTPTimestamp { timestamp(at: 40) }

  private var first: UInt8 { bytes.bigEndian(at: 0) }

  private func timestamp(at offset: Int) -> NTPTimestamp {
    NTPTimestamp(rawValue: bytes.bigEndian(at: offset))
  }
}
