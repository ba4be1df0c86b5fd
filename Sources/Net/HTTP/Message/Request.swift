/// A request as a handler sees it.
///
/// A connection uses one again for its next request, unless somebody still holds it.
@safe
public final class Request: @unchecked Sendable {
  /// Its content; nil if it has none.
  private var incoming: IncomingContent?
  private(set) var head: RequestHead
  private(set) var bytes: [UInt8]
  /// Where the parts of the path lie that the route left open.
  var parameters: [ByteRange] = []

  /// Makes one of what was received.
  init(head: RequestHead, bytes: [UInt8], content: IncomingContent?) {
    self.head = head
    self.bytes = bytes
    incoming = content
  }

  /// Makes one that is to be set.
  convenience init() { self.init(head: RequestHead(), bytes: [], content: nil) }

  /// Takes what was received; the parser gets the memory of the head before for the next one.
  @inline(__always)
  func set(from parser: inout RequestParser, _ bytes: [UInt8], content: IncomingContent?) {
    parser.exchangeHead(&head)
    self.bytes = bytes
    incoming = content
  }

  /// Lets go of what was received.
  @inline(__always)
  func clear() {
    bytes = []
    incoming = nil
    if !parameters.isEmpty { parameters.removeAll(keepingCapacity: true) }
  }

  /// Its fields.
  public var fields: Fields {
    let bytes = bytes
    head.fields.index(bytes.raw)
    return Fields(bytes: bytes, table: head.fields.fields)
  }

  /// Its content; a handler that does not want it leaves it alone.
  public var content: IncomingContent { incoming ?? .empty }

  public var method: Method { head.method }

  /// The path as it was sent, without the query; it begins with a slash.
  public var path: [UInt8] {
    head.path.isEmpty ? [ASCII.slash] : copy(head.path.range)
  }

  /// The host that was asked for, with its port if that was named; empty if neither was.
  public var host: [UInt8] { copy(head.host.range) }

  /// The value of a name in the query, decoded; nil if there is none.
  ///
  ///     // /search?text=a+b%21
  ///     request.query("text")    // a b!
  public func query(_ name: StaticString) -> [UInt8]? {
    let own = self.bytes
    let bytes = own.raw
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
  /// - Returns: The part.
  public func parameter<Value: PathParameter>(
    _ index: Int, as type: Value.Type = Value.self
  ) -> Value? {
    guard index < parameters.count else { return nil }
    let range = parameters[index].range
    let bytes = bytes
    guard head.isEncoded else { return Value(pathBytes: bytes.raw.extracting(range)) }
    return PercentCoding.decode(bytes.raw, range).flatMap { Value(pathBytes: $0.raw) }
  }

  private func copy(_ range: Range<Int>) -> [UInt8] {
    let bytes = bytes
    return bytes.raw.copy(range)
  }
}
