internal import Core
internal import CPU
internal import Telemetry
internal import _Concurrency

// The functions by which the Swift runtime hands jobs to its host. There is one core and one queue,
// so every executor is this one.
//
// Source: swift/Runtime/Concurrency.h and ExecutorImpl.h of the Swift runtime.

/// Queues a job.
@c(swift_task_enqueueGlobalImpl)
func enqueueGlobal(_ job: UnsafeMutableRawPointer) {
  unsafe readyJobs.append(job)
}

/// Queues a job for the main actor.
@c(swift_task_enqueueMainExecutorImpl)
func enqueueMain(_ job: UnsafeMutableRawPointer) {
  unsafe readyJobs.append(job)
}

/// Queues a job after a delay in nanoseconds.
@c(swift_task_enqueueGlobalWithDelayImpl)
func enqueueGlobal(afterNanoseconds delay: UInt64, _ job: UnsafeMutableRawPointer) {
  let (deadline, isNever) = currentNanoseconds().addingReportingOverflow(delay)
  unsafe DelayedJob(job).wait(until: isNever ? .max : deadline)
}

/// Queues a job at a time of the monotonic clock.
@c(swift_task_enqueueGlobalWithDeadlineImpl)
func enqueueGlobal(
  atSeconds seconds: Int64, nanoseconds: Int64, toleranceSeconds: Int64,
  toleranceNanoseconds: Int64, clock: Int32, _ job: UnsafeMutableRawPointer
) {
  // What 64 bits cannot hold is centuries away.
  let (product, isTooFar) = UInt64(clamping: seconds).multipliedReportingOverflow(by: 1_000_000_000)
  let (deadline, isNever) = product.addingReportingOverflow(UInt64(clamping: nanoseconds))
  unsafe DelayedJob(job).wait(until: isTooFar || isNever ? .max : deadline)
}

/// Whether code runs on the main actor: always, as there is one thread.
@c(swift_task_isMainExecutorImpl)
func isMainExecutor(_ identity: UnsafeRawPointer?, _ implementation: UInt) -> Bool { true }

/// Whether code runs isolated to an executor: always, as there is one thread.
@c(swift_task_isIsolatingCurrentContextImpl)
func isIsolating(_ identity: UnsafeRawPointer?, _ implementation: UInt) -> Int8 { 1 }

/// Checks that code runs isolated to an executor.
@c(swift_task_checkIsolatedImpl)
func checkIsolated(_ identity: UnsafeRawPointer?, _ implementation: UInt) {}

/// Runs the job that has been ready for longest, if there is one.
@inline(__always)
func runOneJob() {
  guard let job = unsafe readyJobs.popFirst() else { return }
  count(.jobs)
  // Safe: a job and the default executor are each what these types wrap, bit for bit.
  let unowned = unsafe unsafeBitCast(job, to: UnownedJob.self)
  let executor = unsafe unsafeBitCast((UInt(0), UInt(0)), to: UnownedSerialExecutor.self)
  unsafe unowned.runSynchronously(on: executor)
}
