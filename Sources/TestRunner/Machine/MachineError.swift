internal import Glibc

/// Why a machine could not be started, talked to or found.
///
/// The description is a lower-case fragment that fits after "error: ".
public enum MachineError: Error, Equatable, Sendable {
  /// The program is neither a path nor in any folder of `PATH`.
  case missingProgram(String)
  /// The kernel refused an operation on something.
  case refused(operation: String, subject: String, errno: Int32)
  /// The kernel refused to make the namespaces.
  case noNamespace(errno: Int32)
  /// The kernel refused to make the TAP interface.
  case noTAP(errno: Int32)
  /// Nothing came before the deadline.
  case timedOut(String)
  /// QEMU answered a command with an error.
  case commandFailed(command: String, reason: String)
  /// No machine has memory at such an address, which only a guest can have named.
  case noMemory(address: UInt64)
  /// QEMU's monitor socket ended; the machine's exit is among the events.
  case monitorClosed
  /// QEMU said something that cannot be understood.
  case malformed(source: String, text: String)
  /// No running machine has this name.
  case noMachine(String)
  /// A running machine has this name already.
  case nameTaken(String)
  /// Nothing was recorded in this run folder.
  case noRecording(String)
}

extension MachineError: CustomStringConvertible {
  /// The error as a sentence fragment.
  public var description: String {
    switch self {
    case .missingProgram(let name): "cannot find the program '\(name)'"
    case .refused(let operation, let subject, let errno):
      "cannot \(operation) \(subject): \(Self.reason(errno))"
    case .noNamespace(let errno):
      "cannot make a network namespace: \(Self.reason(errno)); \(Self.namespaceAdvice(errno))"
    case .noTAP(let errno):
      "cannot make a TAP interface: \(Self.reason(errno)); \(Self.tapAdvice(errno))"
    case .timedOut(let what): "no answer in time to \(what)"
    case .commandFailed(let command, let reason): "QEMU refused \(command): \(reason)"
    case .noMemory(let address): "there is no memory at 0x" + String(address, radix: 16)
    case .monitorClosed: "QEMU closed its monitor"
    case .malformed(let source, let text): "cannot understand \(source): \(text)"
    case .noMachine(let name): "no machine named '\(name)' is running"
    case .nameTaken(let name): "a machine named '\(name)' is already running"
    case .noRecording(let path): "nothing was recorded in \(path): run with --record"
    }
  }

  /// The refusal of the system call that just failed.
  static func refusal(_ operation: String, _ subject: String) -> MachineError {
    .refused(operation: operation, subject: subject, errno: errno)
  }

  private static func reason(_ errno: Int32) -> String {
    String(cString: strerror(errno))
  }

  private static func namespaceAdvice(_ errno: Int32) -> String {
    errno == ENOSPC
      ? "raise user.max_user_namespaces with sysctl"
      : "allow unprivileged user namespaces (kernel.apparmor_restrict_unprivileged_userns=0), "
        + "or run as root"
  }

  private static func tapAdvice(_ errno: Int32) -> String {
    switch errno {
    case EACCES, EPERM: "sudo chmod 0666 /dev/net/tun"
    case ENOENT, ENODEV, ENXIO: "sudo modprobe tun"
    default: "see /dev/net/tun"
    }
  }
}
