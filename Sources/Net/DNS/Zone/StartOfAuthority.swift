/// What the SOA record of a zone says.
///
/// Source: RFC 1035, section 3.3.13.
public struct StartOfAuthority: Sendable {
  /// Name of the primary name server; relative to the zone unless it ends in a dot.
  public var primary: Text
  /// Mail address of the person responsible, with a dot for the at sign.
  public var contact: Text
  /// Version of the zone.
  public var serial: UInt32
  /// Seconds after which secondaries ask for news.
  public var refresh: UInt32
  /// Seconds after which they ask again when that failed.
  public var retry: UInt32
  /// Seconds after which they give the zone up.
  public var expire: UInt32
  /// Seconds for which others may remember that something does not exist (RFC 2308).
  public var minimum: UInt32

  /// Makes the start of a zone; times are in seconds.
  public init(
    primary: Text, contact: Text = "hostmaster", serial: UInt32 = 1, refresh: UInt32 = 7200,
    retry: UInt32 = 3600, expire: UInt32 = 1_209_600, minimum: UInt32 = 60
  ) {
    self.primary = primary
    self.contact = contact
    self.serial = serial
    self.refresh = refresh
    self.retry = retry
    self.expire = expire
    self.minimum = minimum
  }
}
