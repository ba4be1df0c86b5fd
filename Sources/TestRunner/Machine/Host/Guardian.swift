internal import Foundation
internal import Glibc

/// A process that ends a program, and all that it started, when this process is gone without having
/// dismissed it.
///
/// It is a child of this process, and of no concern to the program.
final class Guardian {
  /// That it is closed tells of the end of this process, however that came.
  private var lifeline: Descriptor?
  private let process: ChildProcess

  /// Starts it.
  ///
  /// - Parameter patience: How long a program may take to end when it is asked, in tenths of a
  ///   second; SwiftPM has some with its children.
  /// - Throws: What keeps it from being started.
  init(patience: Int = 80) throws(MachineError) {
    let null = try Descriptor(path: "/dev/null", flags: O_RDWR)
    let ends = try Descriptor.socketPair()
    var variables = ProcessInfo.processInfo.environment
    variables["PATH"] = "/usr/bin:/bin"
    process = try ChildProcess.start(
      ["/bin/sh", "-c", Self.script, "sh", "\(patience)"], environment: variables, folder: "/",
      descriptors: [ends.other, null, null])
    lifeline = ends.own
  }

  deinit { dismiss() }

  /// Whether it is there.
  var isOnDuty: Bool { process.reap(waiting: false) == nil }

  /// Has it end the program, which leads a group, when this process is gone.
  func watch(_ program: ChildProcess) {
    lifeline?.writeAll(Array("\(program.pid)\n".utf8))
  }

  /// Ends it, and not the program.
  ///
  /// The number of the program is another's once it is reaped: this comes first.
  func dismiss() {
    process.send(SIGKILL)
    process.reap(waiting: true)
  }

  /// Does what the end of this process does.
  func abandon() { lifeline = nil }

  /// A build has children in groups of their own, which only it can end: it is asked first.
  private static let script = """
    read -r pid || exit
    read -r end
    kill -INT -$pid
    count=0
    while kill -0 $pid && [ $count -lt $1 ]; do sleep 0.1; count=$((count + 1)); done
    kill -KILL -$pid
    """
}
