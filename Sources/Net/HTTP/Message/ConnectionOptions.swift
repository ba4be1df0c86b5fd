/// What the field `Connection` asks for.
///
/// Source: RFC 9110, section 7.6.1.
struct ConnectionOptions: OptionSet, Equatable, Sendable {
  let rawValue: UInt8

  /// The connection ends with this message.
  static var close: ConnectionOptions { ConnectionOptions(rawValue: 1) }
  /// It does not, although the version is 1.0.
  static var keepAlive: ConnectionOptions { ConnectionOptions(rawValue: 2) }
  /// The sender wants to change the protocol.
  static var upgrade: ConnectionOptions { ConnectionOptions(rawValue: 4) }

  /// Adds the options that a list names; others are passed over.
  @_optimize(speed)
  mutating func insert(_ bytes: RawSpan, _ range: Range<Int>) {
    var list = CommaList(range)
    while let option = list.next(in: bytes) {
      switch option.count {
      case 5 where bytes.matches(option, "close"): insert(.close)
      case 7 where bytes.matches(option, "upgrade"): insert(.upgrade)
      case 10 where bytes.matches(option, "keep-alive"): insert(.keepAlive)
      default: break
      }
    }
  }
}
