import Kernel
import Synchronization

/// Checks what the only task of a service may do with itself.
@main struct LoneTaskTest: Service {
  static let isTold = Atomic<Bool>(false)

  static func start(_ system: System) async {
    for _ in 0..<100 { await Task.yield() }
    let resumed = await withCheckedContinuation { $0.resume(returning: 7) }
    system.check(resumed == 7, "a continuation that is resumed at once")
    let start = system.uptime
    try? await Task.sleep(for: .milliseconds(5))
    system.check(system.uptime - start >= .milliseconds(5), "a sleep")
    system.check(Task.currentPriority == .medium, "the priority is the usual one")
    system.check(!Task.isCancelled, "nobody has cancelled the task")
    await withTaskCancellationHandler {
      withUnsafeCurrentTask { $0?.cancel() }
    } onCancel: {
      isTold.store(true, ordering: .relaxed)
    }
    system.check(
      isTold.load(ordering: .relaxed), "a handler hears of it when the task cancels itself")
    system.check(Task.isCancelled, "the task is cancelled")
    let cancelledAt = system.uptime
    try? await Task.sleep(for: .seconds(100))
    system.check(system.uptime - cancelledAt < .seconds(50), "a cancelled task does not sleep")
    system.exit()
  }
}
