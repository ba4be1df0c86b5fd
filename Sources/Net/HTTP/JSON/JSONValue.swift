/// A JSON text as a tree.
///
///     let item = try JSONValue(bytes)
///     let name = try item.member("name").string()
///     let count = try item["count"]?.integer() ?? 1
public enum JSONValue: Equatable, Sendable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  /// In UTF-8.
  case string([UInt8])
  case array([JSONValue])
  /// In the order of the text; no name is there twice.
  case object([Member])

  /// A name and its value.
  public struct Member: Equatable, Sendable {
    public let name: [UInt8]
    public let value: JSONValue
  }

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - depthLimit: How deeply arrays and objects may be nested.
  /// - Throws: What is wrong.
  public init(_ bytes: [UInt8], depthLimit: Int = 64) throws(JSONError) {
    var reader = JSONReader(bytes, depthLimit: depthLimit)
    self = try Self.value(beginningWith: try reader.next(), from: &reader)
    guard try reader.next() == .end else { throw .unexpected(at: reader.offset) }
  }

  /// More than the tree of a text takes, in bytes, while it is made and afterwards.
  ///
  /// Each comma, colon and bracket stands for a value, a name or a list at most: a place in a list
  /// that grows, and a block of its own.
  static func byteCountBound(of text: [UInt8]) -> Int {
    var count = 1
    for byte in text {
      switch byte {
      case ASCII.comma, ASCII.colon, 0x5b, 0x7b: count += 1
      default: break
      }
    }
    return 3 * text.count + 128 * count
  }

  /// The value of a member.
  ///
  /// - Throws: `wrongKind` if this is no object, or has none of that name.
  public func member(_ name: StaticString) throws(JSONError) -> JSONValue {
    guard let value = self[name] else { throw .wrongKind }
    return value
  }

  /// The value of a member; nil if this is no object, or has none of that name.
  public subscript(name: StaticString) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    for member in members where member.name.equals(name) { return member.value }
    return nil
  }

  /// Whether a thing is there and not null.
  public var isNull: Bool { self == .null }

  private static func value(
    beginningWith token: JSONToken, from reader: inout JSONReader
  ) throws(JSONError) -> JSONValue {
    switch token {
    case .null: return .null
    case .bool(let bool): return .bool(bool)
    case .number(let number): return .number(number)
    case .string(let bytes): return .string(bytes)
    case .beginArray: return .array(try elements(from: &reader))
    case .beginObject: return .object(try members(from: &reader))
    default: throw .unexpected(at: reader.offset)
    }
  }

  private static func elements(from reader: inout JSONReader) throws(JSONError) -> [JSONValue] {
    var elements: [JSONValue] = []
    while true {
      let token = try reader.next()
      if token == .endArray { return elements }
      elements.append(try Self.value(beginningWith: token, from: &reader))
    }
  }

  private static func members(from reader: inout JSONReader) throws(JSONError) -> [Member] {
    var members: [Member] = []
    while case .name(let name) = try reader.next() {
      let value = try Self.value(beginningWith: try reader.next(), from: &reader)
      members.append(Member(name: name, value: value))
    }
    // Two programs may take different ones of two members of a name (RFC 8259, section 4).
    let names = members.map { $0.name }.sorted { $0.lexicographicallyPrecedes($1) }
    for index in names.indices.dropFirst() where names[index] == names[index - 1] {
      throw .repeatedName
    }
    return members
  }
}
