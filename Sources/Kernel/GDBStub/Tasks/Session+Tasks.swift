// Tasks that do not run, as threads of gdb's.
//
// gdb walks stacks, of which a task has none: its contexts are linked from callee to caller. So
// each task has a page where no memory is, which reads as if every function had just been called
// by the one that waits for it. A function's first instruction has its return address on top of
// the stack, and gdb looks for the caller by the byte before that: it is told the address behind
// the first byte of where the caller goes on.
//
// Source: swift/ABI/Task.h of the Swift runtime, 6.3: AsyncContext is the caller's context, then
// where it goes on.

extension Session {
  /// The addresses of those pages, which no program has.
  static var taskStacks: Range<UInt64> { 0x7e00_0000_0000..<0x7f00_0000_0000 }

  private static var stackByteCount: UInt64 { 4096 }

  /// The task that a thread shows; nil if there is none.
  @inline(never)
  mutating func task(ofThread thread: UInt64) -> SuspendedTask? {
    let tasks = tasks
    for index in 0..<tasks.count where tasks.thread(index) == thread { return tasks[index] }
    return nil
  }

  /// The tasks that do not run.
  var tasks: TaskList {
    @inline(never) get {
      var list = TaskList(taskMemory)
      target.findTasks(&list)
      return list
    }
  }

  /// What a register of a task is, as far as anybody knows.
  func value(_ register: Register, of task: SuspendedTask) -> UInt64? {
    switch register {
    case .rip: task.function
    case .rsp: Self.taskStacks.lowerBound + task.thread * Self.stackByteCount
    case .rbp: 0
    case .integer(14): task.context
    default: nil
    }
  }

  /// Reads memory, or the page of a task.
  mutating func readMemory(_ address: UInt64, into buffer: ByteBuffer) -> Int {
    guard Self.taskStacks.contains(address) else { return target.read(address, into: buffer) }
    let distance = address - Self.taskStacks.lowerBound
    guard let task = task(ofThread: distance / Self.stackByteCount) else { return 0 }
    let offset = Int(distance % Self.stackByteCount)
    let count = min(buffer.count, Int(Self.stackByteCount) - offset)
    for index in 0..<count { buffer[index] = 0 }
    let shownCallers = shownCallers
    var (place, shownCount) = (-offset, shownCount)
    Self.forEachCaller(of: task, &target) { caller in
      for byte in 0..<8 where (0..<count).contains(place + byte) {
        buffer[place + byte] = UInt8(truncatingIfNeeded: (caller + 1) >> UInt64(8 * byte))
      }
      shownCallers.store(caller + 1, at: shownCount * 8 % shownCallers.count, byteCount: 8)
      shownCount += 1
      place += 8
      return place < count
    }
    self.shownCount = shownCount
    return count
  }

  /// Whether gdb may take an address for one behind an instruction, which it is not: a breakpoint
  /// there would be in the midst of one.
  func isShownCaller(_ address: UInt64) -> Bool {
    for index in 0..<min(shownCount, shownCallers.count / 8)
    where shownCallers.number(at: index * 8, byteCount: 8) == address {
      return true
    }
    return false
  }

  /// Visits where the functions go on that wait for a task's innermost one, from there outwards.
  ///
  /// The visitor takes each, and ends the visit by saying false.
  private static func forEachCaller(
    of task: SuspendedTask, _ target: inout Target, _ body: (UInt64) -> Bool
  ) {
    var context = task.context
    // The context of a continuation says once more where the task itself goes on.
    if target.number(at: context &+ 8, 8) == task.function {
      context = target.number(at: context, 8) ?? 0
    }
    for _ in 0..<stackByteCount / 8 {
      guard let caller = target.number(at: context &+ 8, 8), target.code.contains(caller),
        body(caller), let next = target.number(at: context, 8)
      else { return }
      context = next
    }
  }
}

extension DebugTarget {
  /// Reads a number of up to 8 bytes; nil if it is not there.
  mutating func number(at address: UInt64, _ byteCount: Int) -> UInt64? {
    var word: UInt64 = 0
    let count = unsafe withUnsafeMutableBytes(of: &word) { bytes -> Int in
      // Safe: the word has 8 bytes, and nobody keeps the buffer.
      let base = unsafe bytes.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self)
      return unsafe read(address, into: ByteBuffer(unsafeBase: base, count: byteCount))
    }
    return count == byteCount ? word : nil
  }
}
