/// The fields of a message, as they were received.
///
/// They lie in one buffer: looking one up compares names there, and copies only what is returned.
public struct Fields: Sendable {
  let bytes: [UInt8]
  let table: [Field]

  /// The value of the first field of a name, without the blanks around it; nil if there is none.
  ///
  /// - Parameter name: The name, in lower case; in the message its case does not matter.
  public subscript(name: StaticString) -> [UInt8]? {
    range(of: name).map { bytes.raw.copy($0) }
  }

  /// How many fields there are.
  public var count: Int { table.count }

  /// The name and the value of a field, by its place.
  public subscript(index: Int) -> (name: [UInt8], value: [UInt8]) {
    let field = table[index]
    return (bytes.raw.copy(field.name.range), bytes.raw.copy(field.value.range))
  }

  /// Whether there is a field of a name with a value, whose case does not matter.
  public func has(_ name: StaticString, _ value: StaticString) -> Bool {
    guard let range = range(of: name) else { return false }
    return bytes.raw.matches(range, value)
  }

  /// Whether one of the fields of a name, each a list, has an element, whose case does not matter.
  public func lists(_ name: StaticString, _ element: StaticString) -> Bool {
    for field in table where bytes.raw.matches(field.name.range, name) {
      var list = CommaList(field.value.range)
      while let range = list.next(in: bytes.raw) {
        if bytes.raw.matches(range, element) { return true }
      }
    }
    return false
  }

  /// Where the value of the first field of a name lies.
  @_optimize(speed)
  func range(of name: StaticString) -> Range<Int>? {
    let raw = bytes.raw
    for field in table where raw.matches(field.name.range, name) { return field.value.range }
    return nil
  }

  /// Hands the values of all fields of a name to a closure, until it returns true.
  ///
  /// - Returns: Whether it did.
  func contains(_ name: StaticString, where condition: (RawSpan, Range<Int>) -> Bool) -> Bool {
    let raw = bytes.raw
    for field in table where raw.matches(field.name.range, name) {
      if condition(raw, field.value.range) { return true }
    }
    return false
  }
}
