internal import Foundation
internal import Glibc

/// A program of the host whose output is read while it runs, without a machine.
///
/// It leads a session of its own. The signals by which a person ends the runner end it, and all
/// that it started; so does the runner's own end, however that comes.
public struct HostCommand {
  /// The program, searched in `PATH`, and its arguments.
  public var words: [String]
  /// Variables added to those of this process.
  public var environment: [String: String] = [:]
  /// Working directory, nil for that of this process.
  public var folder: String?
  /// Whether what the program says of errors and warnings is taken, too.
  public var takesErrors = true

  /// How a command ended.
  public enum Ending: Equatable, Sendable {
    /// By itself, or by a signal that was not the runner's.
    case ended(ProcessStatus)
    /// The user stopped the runner.
    case interrupted
    /// The limit passed first.
    case overtime
  }

  /// Makes a command.
  public init(_ words: [String]) {
    self.words = words
  }

  /// Runs the program to its end.
  ///
  /// - Parameters:
  ///   - limit: How long it may take.
  ///   - tick: Called about once a second with the time that has passed.
  ///   - take: Takes what the program writes to its outputs, cut anywhere.
  /// - Returns: How it ended; no process of its group is left.
  /// - Throws: `missingProgram`, or `refused` if it does not start.
  public func run(
    limit: Duration, tick: (Duration) -> Void = { _ in }, take: ([UInt8]) -> Void
  ) throws(MachineError) -> Ending {
    let start = ContinuousClock.now
    let null = try Descriptor(path: "/dev/null", flags: O_RDWR)
    let output = try Descriptor.pipe()
    let interrupts = try InterruptSource()
    // Without a shell of the system's there is none.
    let guardian = try? Guardian()
    defer { guardian?.dismiss() }
    let child = try ChildProcess.start(
      words, environment: ProcessInfo.processInfo.environment.merging(environment) { $1 },
      folder: folder,
      descriptors: [null, output.writing, takesErrors ? output.writing : null])
    guardian?.watch(child)
    // The number of the group is the child's own until the child is reaped.
    defer { if child.status == nil { kill(-child.pid, SIGKILL) } }
    let loop = EventLoop()
    var (hasEnded, isInterrupted) = (false, false)
    var received: [[UInt8]] = []
    let source = ByteSource(output.reading, loop) { received.append($0) }
    _ = loop.watch(interrupts.descriptor) { isInterrupted = true }
    let end = loop.watch(child.pidfd) { hasEnded = true }
    var nextTick = Duration.seconds(1)
    while !hasEnded && !isInterrupted && .now - start < limit {
      _ = try loop.run(until: start + min(limit, nextTick))
      for bytes in received { take(bytes) }
      received.removeAll()
      guard .now - start >= nextTick else { continue }
      tick(.now - start)
      nextTick += .seconds(1)
    }
    let isLate = !hasEnded
    if !hasEnded {
      // A build has children in groups of their own, which only it can end: it is asked first.
      kill(-child.pid, SIGINT)
      let patience = ContinuousClock.now + .seconds(3)
      while !hasEnded, .now < patience, try loop.run(until: patience) {}
    }
    loop.remove(end)
    guardian?.dismiss()
    kill(-child.pid, SIGKILL)
    let status = child.reap(waiting: true)
    source.drain()
    for bytes in received { take(bytes) }
    if isInterrupted { return .interrupted }
    guard !isLate, let status else { return .overtime }
    return .ended(status)
  }
}
