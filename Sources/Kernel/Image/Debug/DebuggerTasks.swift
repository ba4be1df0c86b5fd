internal import Boot
internal import Core
internal import CPU
internal import GDBStub

/// The tasks of the Swift runtime, found where it keeps them: in blocks of the heap.
///
/// So nobody keeps account of tasks while no debugger looks.
enum DebuggerTasks {
  /// Lists the tasks that do not run and have a block.
  @inline(never)
  static func findBlocks(_ list: inout TaskList) {
    // Safe, all of these: one core; nobody changes the heap while it is looked at.
    guard let heap = unsafe heap else { return }
    let current = UInt(currentAddress)
    unsafe heap.pointee.forEachBlock(holding: SuspendedTask.byteCount) { address in
      // Safe: the heap has just read the block, and the rest of it is in the same page.
      guard address != current, let task = unsafe look(at: UInt64(address)) else { return }
      list.append(task)
    }
  }

  /// Where the task lies that runs; 0 if none does.
  static var currentAddress: UInt64 {
    // Safe: as above.
    unsafe UInt64(UInt(bitPattern: swift_task_getCurrent()))
  }

  /// The task that runs; nil if none does.
  static var current: SuspendedTask? {
    let address = currentAddress
    // Safe: it is memory, and a block of this size does not go beyond its page.
    return DebuggerMemory.isMemory(address) ? unsafe look(at: address) : nil
  }

  /// Looks at a block, which the caller knows to be memory.
  @unsafe private static func look(at address: UInt64) -> SuspendedTask? {
    let bytes = unsafe DebuggerMemory.bytes(at: address, SuspendedTask.byteCount)
    return SuspendedTask(
      bytes, at: address, code: DebuggerMemory.code)
  }
}
