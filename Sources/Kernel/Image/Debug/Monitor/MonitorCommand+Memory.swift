internal import Core
internal import GDBStub

// What the kernel keeps: memory, timers, tasks.

extension MonitorCommand {
  /// Writes what memory is in use, and by which sizes of blocks.
  @inline(never)
  static func writeHeap<Line: DebugLine>(_ output: inout Reply<Line>) {
    // Safe: one core; nobody changes the heap while it is looked at.
    guard let heap = unsafe heap else { return }
    let statistics = unsafe heap.pointee.statistics
    output.write(
      "%d bytes in use, at most %d; %d allocations, %d frees\n",
      counts: statistics.allocatedByteCount, statistics.peakByteCount,
      statistics.allocationCount, statistics.freeCount)
    unsafe output.write(
      "%d of %d pages are free, at most %d together\n", counts: heap.pointee.pages.freePageCount,
      heap.pointee.pages.ownedPageCount, heap.pointee.pages.longestFreeRun)
    output.write("   block    in use   at most   pages\n")
    unsafe heap.pointee.forEachSizeClass { size in
      output.write(
        "%8d %9d %9d %7d\n", counts: size.blockByteCount, size.blockCount, size.peakBlockCount,
        size.pageCount)
    }
    output.write("block 0 is whole pages; by site: profile start, and then gdb's kernel heap\n")
  }

  /// Writes what waits for a time, in no order.
  static func writeTimers<Line: DebugLine>(_ output: inout Reply<Line>) {
    let now = sharedCurrentNanoseconds()
    // Safe: one core; nobody changes the queue while it is looked at.
    unsafe output.write("now %t, %d timers\n", now, UInt64(timers.count))
    unsafe timers.forEach { deadline, timer in
      output.write("at %t, in %t s: %x\n", deadline, deadline > now ? deadline - now : 0, timer)
    }
  }

  /// Writes what each task does; threads of gdb's show what it waits for.
  @inline(never)
  static func writeTasks<Line: DebugLine>(_ output: inout Reply<Line>) {
    if let task = DebuggerTasks.current { output.write("task %d runs\n", UInt64(task.number)) }
    var tasks = TaskList(DebuggerState.monitorMemory)
    var target = KernelTarget()
    target.findTasks(&tasks)
    for index in 0..<tasks.count {
      let task = tasks[index]
      output.write("task %d at %x ", UInt64(task.number), task.address)
      // Safe: one core; nobody changes the queue while it is looked at.
      output.write(unsafe readyJobs.contains(task.address) ? "is ready" : "waits")
      output.write(", goes on at %x with %x\n", task.function, task.context)
    }
    if tasks.leftOutCount > 0 {
      output.write("%d more tasks\n", UInt64(truncatingIfNeeded: tasks.leftOutCount))
    }
  }
}
