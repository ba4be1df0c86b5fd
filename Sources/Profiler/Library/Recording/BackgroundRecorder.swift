internal import Foundation
internal import Synchronization

/// Records on a thread of its own while its owner does something else.
///
/// Source and writer belong to that thread from `start` to the return of `stop`.
public final class BackgroundRecorder: @unchecked Sendable {
  // What both threads touch is guarded by the condition, or atomic.
  private let recorder: Recorder
  private let isAsked = Atomic<Bool>(false)
  private let condition = NSCondition()
  private var state = State.waiting

  private enum State {
    case waiting
    case sampling
    case ended(Result<Recorder.Ending, ProfilerError>)
  }

  /// Makes a recorder that has not begun.
  public init(_ source: any SampleSource, into writer: RecordingWriter) {
    recorder = Recorder(source, into: writer)
  }

  /// Begins, and waits until samples are taken.
  ///
  /// - Throws: If sampling does not begin.
  public func start() throws(ProfilerError) {
    let thread = Thread { [self] in run() }
    thread.stackSize = 8 << 20
    thread.start()
    condition.lock()
    defer { condition.unlock() }
    while case .waiting = state { condition.wait() }
    if case .ended(.failure(let error)) = state { throw error }
  }

  /// Ends, and waits until everything is written.
  ///
  /// - Returns: Why it ended.
  /// - Throws: If the file takes no more.
  public func stop() throws(ProfilerError) -> Recorder.Ending {
    isAsked.store(true, ordering: .releasing)
    condition.lock()
    defer { condition.unlock() }
    while true {
      if case .ended(let result) = state { return try result.get() }
      condition.wait()
    }
  }

  private func run() {
    let result: Result<Recorder.Ending, ProfilerError>
    do throws(ProfilerError) {
      result = .success(
        try recorder.record(
          for: nil,
          isStopped: { [self] in
            set(.sampling)
            return isAsked.load(ordering: .acquiring)
          }))
    } catch {
      result = .failure(error)
    }
    set(.ended(result))
  }

  private func set(_ next: State) {
    condition.lock()
    state = next
    condition.broadcast()
    condition.unlock()
  }
}
