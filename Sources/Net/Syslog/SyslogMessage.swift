/// A message to a collector of logs.
///
/// Source: RFC 5424, section 6.
public struct SyslogMessage: Equatable, Sendable {
  /// Which part of the system speaks.
  public var facility: SyslogFacility
  /// How much it matters.
  public var severity: SyslogSeverity
  /// When it was, as RFC 3339 writes it: `2030-03-01T00:00:00.250000Z`; empty if nobody knows.
  public var timestamp: [UInt8] = []
  /// The host's name or address; empty if it has none.
  public var hostName: [UInt8] = []
  /// The program.
  public var application: [UInt8] = []
  /// The process, or whatever else tells runs of the program apart.
  public var process: [UInt8] = []
  /// What kind of message it is.
  public var kind: [UInt8] = []
  /// What machines read.
  public var elements: [SyslogElement] = []
  /// What people read, in UTF-8.
  public var text: [UInt8]

  /// Makes a message that says nothing of where it comes from.
  public init(_ severity: SyslogSeverity, facility: SyslogFacility = .local0, text: [UInt8]) {
    self.severity = severity
    self.facility = facility
    self.text = text
  }

  /// What every collector takes, in bytes, and every path carries whole.
  ///
  /// Source: RFC 5426, section 3.2.
  public static let smallestLimit = 480
  /// What most collectors take, and what an Ethernet carries in one packet.
  public static let largestLimit = 1472

  /// The message as a datagram.
  ///
  /// Fields are cut at the lengths that the standard sets, characters that may not stand in them
  /// are question marks, and what does not fit the limit is cut off: first elements that do not fit
  /// whole, then the end of the text, between two characters.
  ///
  /// - Parameter limit: The most bytes of it, at least `smallestLimit`.
  /// - Returns: The bytes.
  public func bytes(limit: Int = largestLimit) -> [UInt8] {
    var writer = SyslogWriter(limit: max(limit, Self.smallestLimit))
    writer.append(0x3c)
    writer.append(decimal: Int(facility.rawValue) * 8 + Int(severity.rawValue))
    writer.append(0x3e)
    // Version 1 of the format.
    writer.append(0x31)
    writer.appendField(timestamp, atMost: 32)
    writer.appendField(hostName, atMost: 255)
    writer.appendField(application, atMost: 48)
    writer.appendField(process, atMost: 128)
    writer.appendField(kind, atMost: 32)
    writer.append(0x20)
    writer.append(elements)
    writer.append(text: text)
    return writer.bytes
  }
}
