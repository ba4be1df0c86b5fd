@_exported public import _Concurrency
internal import Telemetry

/// A service: what the image is for.
///
///     @main struct Hello: Service {
///       static func start(_ system: System) async {
///         system.console.print("hello")
///       }
///     }
public protocol Service: SendableMetatype {
  /// What the service may fail with; `Never` if it does not throw.
  associatedtype Failure: Error = Never

  /// Runs the service; the guest ends when it returns.
  ///
  /// An error that is thrown out of it ends the guest with a panic.
  static func start(_ system: System) async throws(Failure)
}

extension Service {
  /// Where the entry code calls: starts the kernel, then the service, and never returns.
  public static func main() {
    startKernel()
    FirstTask.start {
      do throws(Failure) {
        try await start(System())
      } catch {
        panic(.serviceError, "the service threw an error")
      }
      System().exit()
    }
    enterRunLoop()
  }
}
