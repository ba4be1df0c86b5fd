/// A request as a handler sees it.
public struct Request: Sendable {
  /// Its fields.
  public let fields: Fields
  /// Its content; nil if it has none.
  private let incoming: IncomingContent?
  let head: RequestHead
  /// Where the parts of the path lie that the route left open.
  var parameters: [ByteRange] = []

  /// Makes one of what was received.
  init(head: RequestHead, bytes: [UInt8], content: IncomingContent?) {
    self.head = head
    fields = Fields(bytes: bytes, table: head.fields.fields)
    incoming = content
  }

  /// Its content; a handler that does not want it leaves it alone.
  public var content: IncomingContent { incoming ?? .empty }

  public var method: Method { head.method }

  /// The path as it was sent, without the query; it begins with a slash.
  public var path: [UInt8] {
    head.path.isEmpty ? [ASCII.slash] : fields.bytes.raw.copy(head.path.range)
  }

  /// The host that was asked for, with its port if that was named; empty if neither was.
  public var host: [UInt8] { fields.bytes.raw.copy(head.host.range) }

  /// The value of a name in the query, decoded; nil if there is none.
  ///
  ///     // /search?text=a+b%21
  ///     request.query("text")    // a b!
  public func query(_ name: StaticString) -> [UInt8]? {
    let bytes = fields.bytes.raw
    var offset = head.query.range.lowerBound
    let end = head.query.range.upperBound
    while offset < end {
      let start = offset
      while offset < end, bytes[offset] != 0x26 { offset += 1 }
      let pair = start..<offset
      offset += 1
      let nameEnd = pair.first { bytes[$0] == ASCII.equals } ?? pair.upperBound
      guard PercentCoding.equals(bytes, start..<nameEnd, name) else { continue }
      let value = min(nameEnd + 1, pair.upperBound)..<pair.upperBound
      return PercentCoding.decode(bytes, value, plusIsSpace: true)
    }
    return nil
  }

  /// One of the parts of the path that the route left open, decoded; nil if it is not of the type.
  ///
  /// - Parameters:
  ///   - index: Which of them, from 0.
  ///   - type: What it must be.
  public func parameter<Value: PathParameter>(
    _ index: Int, as type: Value.Type = Value.self
  ) -> Value? {
    guard index < parameters.count else { return nil }
    let range = parameters[index].range
    guard head.isEncoded else {
      return Value(pathBytes: fields.bytes.raw.extracting(range))
    }
    return PercentCoding.decode(fields.bytes.raw, range).flatMap { Value(pathBytes: $0.raw) }
  }
}
