/// What is wrong with the bytes of a message.
///
/// The connection cannot be used after any of these: where the message ends is not certain.
public enum MessageError: Error, Equatable, Sendable {
  /// The first line is not of three parts with a single space between them.
  case malformedStartLine
  /// The method is none that this implementation knows.
  case unknownMethod
  /// The version is not 1.0 or 1.1, or a later one that is compatible with it.
  case unsupportedVersion
  /// The target has forbidden characters, `..` as a part of its path, or is in no form there is.
  case malformedTarget
  /// The first line is longer than the limit.
  case startLineTooLong
  /// The fields are longer than the limit.
  case fieldsTooLong
  /// There are more fields than the limit.
  case tooManyFields
  /// A line ends without a carriage return before its line feed.
  case bareLineFeed
  /// A line of a field has no name, no colon, or something else than a token before the colon.
  case malformedFieldName
  /// A line begins with a space, as the continuation of a value once did.
  case foldedField
  /// A value has control characters: a carriage return, a zero.
  case malformedFieldValue
  /// The content's length is no number, or is stated more than once.
  case malformedContentLength
  /// The transfer coding is not `chunked` at the end, is stated twice, or the version has none.
  case malformedTransferEncoding
  /// The transfer coding is one that this implementation lacks.
  case unsupportedTransferCoding
  /// Both a length and a transfer coding are stated.
  case conflictingLengths
  /// There is no host, or more than one.
  case missingOrRepeatedHost
  /// The host has characters that no host has.
  case malformedHost
  /// Something else than `100-continue` is expected.
  case unknownExpectation
  /// The size of a chunk is no hexadecimal number, or no line end follows the chunk.
  case malformedChunk
  /// The extensions of chunks are longer than the limit.
  case chunkExtensionsTooLong
  /// The fields after the content are more or longer than the limit.
  case trailersTooLong
  /// The content is longer than the limit.
  case contentTooLong
  /// The message ends before it is complete.
  case cut

  /// The status that a server answers with.
  public var status: Status {
    switch self {
    case .startLineTooLong: .uriTooLong
    case .fieldsTooLong, .tooManyFields, .trailersTooLong: .headerFieldsTooLarge
    case .contentTooLong: .contentTooLarge
    case .unknownMethod, .unsupportedTransferCoding: .notImplemented
    case .unsupportedVersion: .versionNotSupported
    case .unknownExpectation: .expectationFailed
    default: .badRequest
    }
  }
}
