/// What is wrong with a text that should be JSON.
public enum JSONError: Error, Equatable, Sendable {
  /// A byte at an offset is not what the grammar allows there; the end is one, too.
  case unexpected(at: Int)
  /// A string has a control character, an escape that there is not, or half a surrogate pair.
  case malformedString(at: Int)
  /// The text is not UTF-8.
  case notUTF8(at: Int)
  /// Arrays and objects are nested deeper than the limit.
  case tooDeep(at: Int)
  /// The text is longer than the limit.
  case tooLong
  /// An object has a name twice.
  case repeatedName
  /// A value is missing, or not of the kind that is wanted.
  case wrongKind
}
