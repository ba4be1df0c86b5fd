/// Writes the members of an object.
public struct JSONObjectWriter: Sendable {
  var writer = JSONWriter()

  /// Writes a member; a name must not be written twice.
  public mutating func set<Value: JSONEncodable>(_ name: StaticString, _ value: Value) {
    self.name(name)
    writer.value(value)
  }

  /// Writes a member that is a string of UTF-8.
  public mutating func set(_ name: StaticString, text: [UInt8]) {
    self.name(name)
    writer.string(text.raw)
  }

  /// Writes a member whose name is no constant.
  public mutating func set<Value: JSONEncodable>(name: [UInt8], _ value: Value) {
    writer.name(name.raw)
    writer.value(value)
  }

  /// Writes a member that is an object.
  public mutating func object(
    _ name: StaticString, _ members: (inout JSONObjectWriter) -> Void
  ) {
    self.name(name)
    writer.object(members)
  }

  /// Writes a member that is an array.
  public mutating func array(_ name: StaticString, _ elements: (inout JSONWriter) -> Void) {
    self.name(name)
    writer.array(elements)
  }

  private mutating func name(_ name: StaticString) {
    // Safe: the bytes of a static string live as long as the program.
    writer.name(unsafe RawSpan(_unsafeStart: name.utf8Start, byteCount: name.utf8CodeUnitCount))
  }
}
