/// What a request is answered with.
public struct Response: Sendable {
  public var status: Status
  /// The media type of the content; nil if there is none, or a field says so.
  public var type: StaticString?
  /// Further fields, as they are written: `name: value` and a line end each.
  private(set) var fields: [UInt8] = []
  var body: ResponseBody

  /// Makes a response.
  init(_ status: Status, type: StaticString? = nil, body: ResponseBody = .empty) {
    self.status = status
    self.type = type
    self.body = body
  }

  /// Makes a response without content.
  ///
  /// - Parameter status: Its status.
  public init(_ status: Status) { self.init(status, type: nil) }

  /// Makes a response of bytes.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - type: Its media type.
  ///   - status: The status.
  public init(_ bytes: [UInt8], type: StaticString, status: Status = .ok) {
    self.init(status, type: type, body: .bytes(bytes))
  }

  /// A response of constant text, which is not copied before it is sent.
  ///
  /// - Parameters:
  ///   - text: The content, in UTF-8.
  ///   - type: Its media type.
  ///   - status: The status.
  /// - Returns: The response.
  public static func text(
    _ text: StaticString, type: StaticString = "text/plain; charset=utf-8", status: Status = .ok
  ) -> Response {
    Response(status, type: type, body: .text(text))
  }

  /// A response of text.
  ///
  /// - Parameters:
  ///   - bytes: The content, in UTF-8.
  ///   - status: The status.
  /// - Returns: The response.
  public static func text(_ bytes: [UInt8], status: Status = .ok) -> Response {
    Response(bytes, type: "text/plain; charset=utf-8", status: status)
  }

  /// A response whose content is made while it is sent.
  ///
  /// The closure is not called for HEAD. It waits wherever the client is slower than it; if it
  /// throws, the connection breaks off, so that the client notices that something is missing.
  ///
  /// - Parameters:
  ///   - type: The media type.
  ///   - byteCount: How many bytes there will be; nil if that is not known, in which case the
  ///     content is sent in chunks.
  ///   - produce: Writes the content.
  /// - Returns: The response.
  public static func stream(
    type: StaticString, byteCount: Int? = nil,
    _ produce: @escaping @Sendable (ResponseStream) async throws(HTTPError) -> Void
  ) -> Response {
    Response(.ok, type: type, body: .stream(byteCount, produce))
  }

  /// A response that refers to another place.
  ///
  /// - Parameters:
  ///   - location: The place.
  ///   - status: In what way.
  /// - Returns: The response.
  public static func redirect(to location: [UInt8], _ status: Status = .seeOther) -> Response {
    var response = Response(status)
    response.add("Location", location)
    return response
  }

  /// The answer to a request for something that is not there.
  public static var notFound: Response { Response(.notFound) }
  /// The answer to a request that was fulfilled and has nothing to say.
  public static var noContent: Response { Response(.noContent) }

  /// Adds a field.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - value: Its value; control characters in it become spaces, so that it can end no line.
  public mutating func add(_ name: StaticString, _ value: [UInt8]) {
    fields.append(name)
    fields.append(": ")
    for byte in value { fields.append(byte.isFieldContent ? byte : ASCII.space) }
    fields.append("\r\n")
  }

  /// Adds a field with a constant value.
  public mutating func add(_ name: StaticString, _ value: StaticString) {
    add(name, [UInt8](value))
  }

  /// The same response with a further field.
  public func adding(_ name: StaticString, _ value: StaticString) -> Response {
    var copy = self
    copy.add(name, value)
    return copy
  }
}
