/// A question to a server that resolves for others.
///
/// Source: RFC 1035, section 4.1; RFC 6891, section 6.1.
public struct MessageQuery: Equatable, Sendable {
  /// The number by which the answer is known.
  public var identifier: UInt16
  /// What is asked for.
  public var name: Name
  /// The type that is asked for.
  public var type: RecordType
  /// The largest datagram that is taken; nil speaks no EDNS.
  public var payloadSize: UInt16?

  /// Makes a question.
  public init(identifier: UInt16, name: Name, type: RecordType, payloadSize: UInt16? = nil) {
    self.identifier = identifier
    self.name = name
    self.type = type
    self.payloadSize = payloadSize
  }

  /// The message as it is sent in a datagram.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(name.bytes.count + 28)
    func append(_ value: UInt16) {
      bytes.append(UInt8(truncatingIfNeeded: value >> 8))
      bytes.append(UInt8(truncatingIfNeeded: value))
    }
    append(identifier)
    append(Header.recursionDesired)
    append(1)
    append(0)
    append(0)
    append(payloadSize == nil ? 0 : 1)
    bytes += name.bytes
    append(type.rawValue)
    append(Question.internet)
    guard let payloadSize else { return bytes }
    bytes.append(0)
    append(RecordType.opt.rawValue)
    append(payloadSize)
    for _ in 0..<3 { append(0) }
    return bytes
  }
}
