// Children: `async let` puts its task into the memory of the task that began it, whose status leads
// to a record for each.
//
// Source: swift/ABI/TaskStatus.h of the Swift runtime, 6.3: TaskStatusRecord is a kind and the next
// record, ChildTaskStatusRecord has the child behind them.

extension DebugTarget {
  /// The most records of a task that are looked at.
  private static var recordLimit: Int { 64 }

  /// Lists the tasks that do not run, those of the heap first.
  ///
  /// - Parameter list: Takes them, as many as there is room for.
  @inline(never)
  public mutating func findTasks(_ list: inout TaskList) {
    findBlocks(&list)
    var (parent, index) = (currentTask, 0)
    while true {
      addChildren(of: parent, &list)
      guard index < list.count else { return }
      parent = list[index].address
      index &+= 1
    }
  }

  private mutating func addChildren(of task: UInt64, _ list: inout TaskList) {
    var (place, left) = (task &+ UInt64(SuspendedTask.byteCount), Self.recordLimit)
    while left > 0, let record = number(at: place, 8), let kind = number(at: record, 1) {
      // One that lies within itself would have no end.
      if kind == 1, let child = number(at: record &+ 16, 8), child != task, child != currentTask,
        let found = suspendedTask(at: child)
      {
        list.append(found)
      }
      place = record &+ 8
      left &-= 1
    }
  }

  /// Looks at memory; nil if there is no task, or one that is over.
  private mutating func suspendedTask(at address: UInt64) -> SuspendedTask? {
    var words: [13 of UInt64] = .init(repeating: 0)
    return unsafe withUnsafeMutableBytes(of: &words) { bytes -> SuspendedTask? in
      // Safe: there are as many bytes, and nobody keeps the buffer.
      let base = unsafe bytes.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self)
      let buffer = unsafe ByteBuffer(unsafeBase: base, count: SuspendedTask.byteCount)
      guard read(address, into: buffer) == buffer.count else { return nil }
      return SuspendedTask(buffer, at: address, code: code)
    }
  }
}
