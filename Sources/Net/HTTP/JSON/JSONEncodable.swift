/// What can be written as JSON.
public protocol JSONEncodable {
  /// Writes the value: exactly one.
  func write(to json: inout JSONWriter)
}

extension Int: JSONEncodable {
  public func write(to json: inout JSONWriter) { json.number(self) }
}

extension Double: JSONEncodable {
  public func write(to json: inout JSONWriter) { json.number(self) }
}

extension Bool: JSONEncodable {
  public func write(to json: inout JSONWriter) { json.word(self ? "true" : "false") }
}

extension String: JSONEncodable {
  public func write(to json: inout JSONWriter) {
    let bytes = [UInt8](utf8)
    json.string(bytes.raw)
  }
}

extension StaticString: JSONEncodable {
  public func write(to json: inout JSONWriter) {
    // Safe: the bytes of a static string live as long as the program.
    json.string(unsafe RawSpan(_unsafeStart: utf8Start, byteCount: utf8CodeUnitCount))
  }
}

extension Optional: JSONEncodable where Wrapped: JSONEncodable {
  public func write(to json: inout JSONWriter) {
    if let self { self.write(to: &json) } else { json.word("null") }
  }
}

extension Array: JSONEncodable where Element: JSONEncodable {
  public func write(to json: inout JSONWriter) {
    json.array { array in
      for element in self { array.value(element) }
    }
  }
}
