/// What a JSON text consists of, as `JSONReader` hands it out.
public enum JSONToken: Equatable, Sendable {
  case beginObject
  case endObject
  case beginArray
  case endArray
  /// The name of a member, before its value.
  case name([UInt8])
  /// A string, in UTF-8.
  case string([UInt8])
  case number(JSONNumber)
  case bool(Bool)
  case null
  /// The text is over.
  case end
}
