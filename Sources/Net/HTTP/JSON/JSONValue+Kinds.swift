// Values as the kinds that a program wants; each throws `wrongKind` if the value is of another.

extension JSONValue {
  /// The string's bytes, in UTF-8.
  public func bytes() throws(JSONError) -> [UInt8] {
    guard case .string(let bytes) = self else { throw .wrongKind }
    return bytes
  }

  /// The string.
  public func string() throws(JSONError) -> String {
    String(decoding: try bytes(), as: UTF8.self)
  }

  /// The whole number; `1.0` is one.
  public func integer() throws(JSONError) -> Int {
    guard case .number(let number) = self, let integer = number.integer else {
      throw .wrongKind
    }
    return Int(integer)
  }

  /// The number.
  public func double() throws(JSONError) -> Double {
    guard case .number(let number) = self else { throw .wrongKind }
    return number.double
  }

  /// Whether it is true.
  public func bool() throws(JSONError) -> Bool {
    guard case .bool(let bool) = self else { throw .wrongKind }
    return bool
  }

  /// The elements.
  public func elements() throws(JSONError) -> [JSONValue] {
    guard case .array(let elements) = self else { throw .wrongKind }
    return elements
  }
}

extension JSONValue: JSONEncodable {
  public func write(to json: inout JSONWriter) {
    switch self {
    case .null: json.word("null")
    case .bool(let bool): json.value(bool)
    case .number(.integer(let number)): json.number(Int(number))
    case .number(.double(let number)): json.number(number)
    case .string(let bytes): json.string(bytes.raw)
    case .array(let elements): json.value(elements)
    case .object(let members):
      json.object { object in
        for member in members { object.set(name: member.name, member.value) }
      }
    }
  }
}
