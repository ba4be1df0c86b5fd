internal import Dispatch
internal import _Concurrency

/// Runs what is asynchronous to its end.
public enum FuzzTask {
  /// Runs a task and waits for it; one that never waits runs here and now.
  public static func run(_ body: @escaping @Sendable () async -> Void) {
    let end = DispatchSemaphore(value: 0)
    Task.immediate {
      await body()
      end.signal()
    }
    end.wait()
  }
}
