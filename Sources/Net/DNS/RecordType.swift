/// The type of a record or of a question.
///
/// Source: RFC 1035, section 3.2.2, and the registry "DNS Parameters".
public struct RecordType: RawRepresentable, Equatable, Sendable, BitwiseCopyable {
  public let rawValue: UInt16

  public init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  /// An IPv4 address.
  public static let a = RecordType(rawValue: 1)
  /// A name server of a zone.
  public static let ns = RecordType(rawValue: 2)
  /// The name of which this one is an alias.
  public static let cname = RecordType(rawValue: 5)
  /// The start of a zone of authority.
  public static let soa = RecordType(rawValue: 6)
  /// The name that belongs to an address.
  public static let ptr = RecordType(rawValue: 12)
  /// A mail exchanger.
  public static let mx = RecordType(rawValue: 15)
  /// Text strings.
  public static let txt = RecordType(rawValue: 16)
  /// An IPv6 address (RFC 3596).
  public static let aaaa = RecordType(rawValue: 28)
  /// Where a service is (RFC 2782).
  public static let srv = RecordType(rawValue: 33)
  /// The name to which a whole tree is redirected (RFC 6672); not supported in zones.
  public static let dname = RecordType(rawValue: 39)
  /// The pseudo-record of EDNS (RFC 6891).
  public static let opt = RecordType(rawValue: 41)
  /// Digest of a child's key (RFC 4034): the one type whose data is at the parent of a cut.
  public static let ds = RecordType(rawValue: 43)
  /// The signature of a transaction (RFC 8945).
  public static let tsig = RecordType(rawValue: 250)
  /// Question: what changed in a zone (RFC 1995).
  public static let ixfr = RecordType(rawValue: 251)
  /// Question: a whole zone (RFC 5936).
  public static let axfr = RecordType(rawValue: 252)
  /// Question: whatever there is (RFC 8482).
  public static let any = RecordType(rawValue: 255)
  /// Issuers that may certify a name (RFC 8659).
  public static let caa = RecordType(rawValue: 257)

  /// Whether no zone may hold the type: 0, OPT, and the range of questions and meta types.
  ///
  /// Source: RFC 6895, section 3.1.
  var isMeta: Bool { rawValue == 0 || self == .opt || rawValue & 0xff80 == 0x80 }

  /// Whether the data of the type may be written with compressed names, as all readers know it.
  ///
  /// Source: RFC 3597, section 4.
  var allowsCompression: Bool { self != .srv }

  /// Whether the addresses of the name in the data belong into the additional section.
  var wantsAddresses: Bool { self == .ns || self == .mx || self == .srv }
}
