/// What a request wants done with its target.
///
/// Source: RFC 9110, section 9; RFC 5789 for PATCH.
public enum Method: UInt8, Equatable, Sendable {
  case get, head, post, put, delete, connect, options, trace, patch

  /// Every method, as `Allow` lists them.
  static var all: [9 of Method] {
    [.get, .head, .post, .put, .delete, .connect, .options, .trace, .patch]
  }

  /// The name, as it is written.
  public var name: StaticString {
    switch self {
    case .get: "GET"
    case .head: "HEAD"
    case .post: "POST"
    case .put: "PUT"
    case .delete: "DELETE"
    case .connect: "CONNECT"
    case .options: "OPTIONS"
    case .trace: "TRACE"
    case .patch: "PATCH"
    }
  }

  /// The method of a name, which is case-sensitive; nil if it is none of these.
  @_optimize(speed)
  init?(_ bytes: RawSpan, _ range: Range<Int>) {
    guard range.count <= 7 else { return nil }
    var packed: UInt64 = 0
    for offset in range { packed = packed << 8 | UInt64(bytes[offset]) }
    switch packed {
    case 0x47_4554: self = .get
    case 0x4845_4144: self = .head
    case 0x504f_5354: self = .post
    case 0x50_5554: self = .put
    case 0x4445_4c45_5445: self = .delete
    case 0x43_4f4e_4e45_4354: self = .connect
    case 0x4f_5054_494f_4e53: self = .options
    case 0x54_5241_4345: self = .trace
    case 0x50_4154_4348: self = .patch
    default: return nil
    }
  }
}
