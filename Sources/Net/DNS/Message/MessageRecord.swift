/// A record of a message, whose name and data lie in the message.
///
/// Source: RFC 1035, section 4.1.3.
public struct MessageRecord: Equatable, Sendable {
  /// Which part of the message it is in.
  public enum Section: UInt8, Sendable {
    case answer, authority, additional
  }

  /// Which part of the message it is in.
  public let section: Section
  /// Whom it is about.
  public let owner: Name
  /// What it tells of.
  public let type: RecordType
  /// The class, of which 1 is the Internet; in an OPT record the size of datagrams.
  public let recordClass: UInt16
  /// For how many seconds it may be kept.
  public let timeToLive: UInt32
  /// Where the data is in the message.
  public let data: Range<Int>
}
