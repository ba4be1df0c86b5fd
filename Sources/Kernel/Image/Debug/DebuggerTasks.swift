internal import Boot
internal import Core
internal import CPU
internal import GDBStub

/// The tasks of the Swift runtime, found where it keeps them: in blocks of the heap.
///
/// So nobody keeps account of tasks while no debugger looks.
enum DebuggerTasks {
  /// Lists the tasks that do not run.
  @inline(never)
  static func find(_ list: inout TaskList) {
    // Safe, all of these: one core; nobody changes the heap while it is looked at.
    guard let heap = unsafe heap else { return }
    let current = unsafe UInt(bitPattern: swift_task_getCurrent())
    unsafe heap.pointee.forEachBlock(holding: SuspendedTask.byteCount) { address in
      guard address != current, let task = task(at: UInt64(address)) else { return }
      list.append(task)
    }
  }

  /// The task that runs; nil if none does.
  static var current: SuspendedTask? {
    // Safe: as above.
    unsafe task(at: UInt64(UInt(bitPattern: swift_task_getCurrent())))
  }

  @inline(never)
  private static func task(at address: UInt64) -> SuspendedTask? {
    guard DebuggerMemory.isMemory(address), DebuggerMemory.isMemory(address | 0xfff) else {
      return nil
    }
    // Safe: the pages were just seen to be mapped; a block of this size has one or two of them.
    let bytes = unsafe DebuggerMemory.bytes(at: address, SuspendedTask.byteCount)
    return SuspendedTask(
      bytes, at: address, code: DebuggerMemory.code)
  }
}
