extension ZoneError.Reason {
  /// A fragment of a sentence for people, in lower case.
  public var message: StaticString {
    switch self {
    case .emptyLabel: "a name has an empty label"
    case .labelTooLong: "a label is longer than 63 bytes"
    case .nameTooLong: "a name is longer than 255 bytes"
    case .badEscape: "a backslash needs a character or three digits up to 255"
    case .duplicateZone: "the zone is given twice"
    case .signerOfOwnZone: "the server has the zone itself that the DS record is for"
    case .outOfZone: "the name is not in the zone"
    case .duplicateRecord: "the record is given twice"
    case .ttlDiffers: "records of one name and type differ in their TTL"
    case .ttlTooLong: "the TTL is above 2147483647"
    case .aliasBesideData: "a CNAME stands beside other data"
    case .aliasLoop: "the chain of CNAMEs never ends"
    case .missingNameServer: "the zone has no NS record at its top"
    case .targetWithoutAddress: "the target is in the zone and has no address"
    case .targetIsAlias: "the target is a CNAME"
    case .belowDelegation: "only glue and DS belong at or below a delegation"
    case .wildcardDelegation: "a wildcard cannot be delegated"
    case .badAddress: "the IPv6 address cannot be read"
    case .emptyText: "the TXT record has no string"
    case .textTooLong: "a string is longer than 255 bytes"
    case .dataTooLong: "the data is longer than 65535 bytes"
    case .badTag: "the CAA tag is not letters and digits"
    case .typeNotAllowed: "the type cannot be in a zone"
    case .typeHasOwnForm: "the type must be given in its own form"
    }
  }
}
