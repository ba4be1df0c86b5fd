internal import Glibc

/// A process that the runner started in the machine's network.
public final class ClientProcess {
  /// Names a process in events.
  public struct ID: Hashable, Sendable {
    let number: Int
  }

  /// Which of its outputs a process wrote to.
  public enum Stream: Sendable {
    /// Results.
    case output
    /// Complaints.
    case error
  }

  /// The name in events.
  public let id: ID
  /// The program and its arguments.
  public let command: [String]
  /// When it was started.
  public let startTime: ContinuousClock.Instant
  /// This end of the socket that the process has as descriptor 3; nil if it has none.
  public let socket: Descriptor?
  let child: ChildProcess
  /// Its outputs, as long as the machine lives: what it started may write on after its end.
  var streams: [ByteSource] = []
  var watch: EventLoop.Watch?

  init(id: ID, command: [String], child: ChildProcess, socket: Descriptor?) {
    self.id = id
    self.socket = socket
    self.command = command
    self.child = child
    startTime = .now
  }

  /// How it ended, nil while it runs.
  public var status: ProcessStatus? { child.status }

  /// Ends the process and all it started in its group.
  public func kill() {
    // The process leads a session and so a group; its number stays its own until it is reaped.
    if child.status == nil { Glibc.kill(-child.pid, SIGKILL) }
  }

  /// Asks the process to end, as Ctrl-C in a terminal does.
  public func interrupt() {
    if child.status == nil { Glibc.kill(-child.pid, SIGINT) }
  }
}
