/// Why a server cannot be made of its zones, and where to look.
public struct ZoneError: Error, Equatable, Sendable {
  /// What is wrong.
  public let reason: Reason
  /// Position of the zone among those given.
  public let zone: Int
  /// Position of the record among those of the zone; nil if the zone as a whole is meant.
  public let record: Int?

  /// Everything that can be wrong with a zone.
  public enum Reason: UInt8, Error, Sendable, CaseIterable {
    /// A name has an empty label, such as two dots in a row.
    case emptyLabel
    /// A label is longer than 63 bytes.
    case labelTooLong
    /// A name is longer than 255 bytes.
    case nameTooLong
    /// A backslash is not followed by a character or three digits up to 255.
    case badEscape
    /// A zone is given twice.
    case duplicateZone
    /// The name of a record is not in the zone.
    case outOfZone
    /// The same record is given twice.
    case duplicateRecord
    /// Records of one name and type differ in their time to live (RFC 2181, section 5.2).
    case ttlDiffers
    /// A time to live has its highest bit set (RFC 2181, section 8).
    case ttlTooLong
    /// A CNAME stands beside other data or another CNAME (RFC 2181, section 10.1).
    case aliasBesideData
    /// A chain of CNAMEs leads back to its beginning.
    case aliasLoop
    /// The zone names no server of its own.
    case missingNameServer
    /// A name server, mail exchanger or service in the zone has no address.
    case targetWithoutAddress
    /// An NS, MX or SRV record names an alias (RFC 2181, section 10.3).
    case targetIsAlias
    /// Data lies at or below a delegation, where only glue and DS belong.
    case belowDelegation
    /// A DS record belongs to a zone that the same server has, which answers for its name.
    case signerOfOwnZone
    /// A wildcard is delegated (RFC 4592, section 4.2).
    case wildcardDelegation
    /// An IPv6 address cannot be read.
    case badAddress
    /// A text record has no string.
    case emptyText
    /// A string is longer than 255 bytes.
    case textTooLong
    /// The data of a record is longer than 65,535 bytes.
    case dataTooLong
    /// The tag of a CAA record is not made of letters and digits (RFC 8659, section 4.1).
    case badTag
    /// The type cannot be in a zone, or is one that this server does not support (DNAME).
    case typeNotAllowed
    /// The type has a form of its own here and cannot be given as opaque bytes.
    case typeHasOwnForm
  }
}
