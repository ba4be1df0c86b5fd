/// The conversation by which a stub is told that no debugger is there any more.
///
/// It works whatever the last debugger left: a guest that stands still, breakpoints, half a packet,
/// replies that nobody took. Both stubs take away breakpoints and let the guest go on.
///
/// Source: Debugging with GDB, appendix E.1 and E.2, packet `D`.
struct DebuggerRelease {
  /// Bytes that came.
  private var received: [UInt8] = []

  init() {}

  /// What is sent, once and whenever the other side has not understood.
  ///
  /// The first bytes end a packet of which only the checksum, or a part of it, is missing. The
  /// process is named, as QEMU's stub wants it of those who may have many; the kernel's does not
  /// mind.
  static let request = Array("+++$D;1#b0".utf8)
  /// The answer.
  private static let answer = Array("$OK#9a".utf8)

  /// What became of the request.
  enum Progress: Equatable {
    /// The guest goes on.
    case done
    /// It must be sent again.
    case refused
    /// The answer is still to come.
    case waiting
  }

  /// Takes bytes from the stub, among which may be the rest of what an earlier debugger asked for.
  mutating func take(_ bytes: [UInt8]) -> Progress {
    received = received.suffix(Self.answer.count) + bytes
    if received.contains(Self.answer) { return .done }
    guard received.contains(UInt8(ascii: "-")) else { return .waiting }
    received = []
    return .refused
  }
}
