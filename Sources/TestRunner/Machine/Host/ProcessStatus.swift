internal import Glibc

/// How a process ended.
public enum ProcessStatus: Equatable, Hashable, Sendable {
  /// It returned this status, 0 to 255.
  case exited(Int32)
  /// This signal ended it.
  case signalled(Int32)

  /// Whether the process returned 0.
  public var isSuccess: Bool { self == .exited(0) }

  /// Reads the word that `waitpid` fills in.
  init(waitStatus: Int32) {
    let signal = waitStatus & 0x7f
    self = signal == 0 ? .exited((waitStatus >> 8) & 0xff) : .signalled(signal)
  }
}

extension ProcessStatus: CustomStringConvertible {
  /// The status as part of a sentence.
  public var description: String {
    switch self {
    case .exited(let status): "exit status \(status)"
    case .signalled(let number): "signal \(number) (\(String(cString: strsignal(number))))"
    }
  }
}
