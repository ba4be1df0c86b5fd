/// Something that happened to a machine or to a process beside it.
public struct MachineEvent: Sendable {
  /// When the runner noticed it.
  public let time: ContinuousClock.Instant
  /// What it was.
  public let kind: Kind

  /// What happened.
  public enum Kind: Equatable, Sendable {
    /// Bytes from the first serial port, cut anywhere.
    case console([UInt8])
    /// Bytes from the record channel, cut anywhere.
    case records([UInt8])
    /// An event from QEMU's monitor.
    case monitor(QMPEvent)
    /// QEMU ended; nothing of the machine follows, all its bytes came before.
    case exited(QEMUExit)
    /// A process in the namespace wrote something, cut anywhere.
    case output(ClientProcess.ID, ClientProcess.Stream, [UInt8])
    /// A process in the namespace ended; what it wrote itself came before.
    case processExited(ClientProcess.ID, ProcessStatus)
    /// A watched descriptor is readable.
    case readable(DescriptorWatch)
    /// The person at the terminal, or the system, wants the runner to end: the signal's number.
    case interrupted(Int32)
    /// More came from somewhere than can wait: bytes that are lost, or events of the monitor.
    case lost(Channel, Int)
  }

  /// Where what an event tells of comes from.
  public enum Channel: Hashable, Sendable {
    case console
    case records
    case monitor
    case client(ClientProcess.ID, ClientProcess.Stream)
  }
}

/// How QEMU ended.
public struct QEMUExit: Equatable, Sendable {
  /// The exit status.
  public let status: ProcessStatus
  /// What QEMU wrote for people, empty if nothing.
  public let standardError: String

  /// The value that the guest wrote to the exit port, nil if QEMU ended for another reason.
  ///
  /// QEMU makes the status from it: twice the value plus one, of which a process keeps eight bits.
  public var guestValue: UInt8? {
    guard case .exited(let status) = status, status & 1 == 1, status > 1 else { return nil }
    return UInt8(truncatingIfNeeded: status >> 1)
  }
}

/// A descriptor that the runner waits on together with the machine.
public struct DescriptorWatch: Hashable, Sendable {
  let number: Int
}
