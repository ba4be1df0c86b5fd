extension Response {
  /// A response that is a JSON text.
  ///
  /// - Parameters:
  ///   - value: What it says.
  ///   - status: The status.
  /// - Returns: The response.
  public static func json<Value: JSONEncodable>(_ value: Value, status: Status = .ok) -> Response {
    var json = JSONWriter()
    json.value(value)
    return Response(json.bytes, type: "application/json", status: status)
  }
}

extension Request {
  /// Reads the content as a JSON text.
  ///
  /// - Parameter limit: How many bytes it may have.
  /// - Returns: What it says.
  /// - Throws: 415 if it is declared as something else, 413 if it is longer, 400 if it is no JSON,
  ///   503 if there is no memory for what it says.
  public func json(atMost limit: Int = 65536) async throws(HTTPError) -> JSONValue {
    if let type = fields.range(of: "content-type") {
      let end = type.first { fields.bytes[$0] == ASCII.semicolon } ?? type.upperBound
      let media = fields.bytes.raw.trimmed(type.lowerBound..<end)
      guard fields.bytes.raw.matches(media, "application/json") else {
        throw HTTPError(.unsupportedMediaType)
      }
    }
    let bytes = try await content.collect(atMost: limit)
    guard content.mayHold(JSONValue.byteCountBound(of: bytes)) else {
      throw HTTPError(.serviceUnavailable)
    }
    do throws(JSONError) {
      return try JSONValue(bytes)
    } catch {
      throw HTTPError(.badRequest, "the content is no JSON")
    }
  }
}
