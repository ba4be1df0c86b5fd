/// A record of a zone as a person writes it.
///
/// The factories never fail: what is wrong with a record is reported when a server is made of its
/// zone, together with the record's position.
public struct Record: Sendable {
  /// Name of the record; relative to the zone unless it ends in a dot.
  let owner: Text
  let type: RecordType
  /// Data before the name, or all of it.
  let data: [UInt8]
  /// The name in the data of NS, CNAME, PTR, MX and SRV.
  let target: Text?
  /// Time to live in seconds; nil means that of the zone.
  private(set) var ttl: UInt32?
  /// What a factory found wrong.
  let fault: ZoneError.Reason?

  init(
    _ owner: Text, _ type: RecordType, _ data: [UInt8] = [], target: Text? = nil,
    fault: ZoneError.Reason? = nil
  ) {
    self.owner = owner
    self.type = type
    self.data = data
    self.target = target
    self.fault = fault
  }

  /// Returns the record with a time to live of its own, in seconds.
  public consuming func ttl(_ seconds: UInt32) -> Record {
    ttl = seconds
    return self
  }
}
