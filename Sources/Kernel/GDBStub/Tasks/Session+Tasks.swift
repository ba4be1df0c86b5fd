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
    findTasks()
    var index = tasks.count
    while index > 0 {
      index &-= 1
      if tasks.thread(index) == thread { return tasks[index] }
    }
    return nil
  }

  /// Looks for tasks, once while the guest stands still.
  @inline(never)
  mutating func findTasks() {
    if areTasksKnown { return }
    areTasksKnown = true
    tasks.removeAll()
    target.findTasks(&tasks)
  }

  /// Forgets what is known of tasks: the guest has been elsewhere, or the memory was used.
  @inline(never)
  mutating func forgetTasks() {
    areTasksKnown = false
    shownCount = 0
  }

  /// What a register of a task is, as far as anybody knows.
  static func value(_ register: Register, of task: SuspendedTask) -> UInt64? {
    switch register {
    case .rip: task.function
    case .rsp: taskStacks.lowerBound &+ task.thread &* stackByteCount
    case .rbp: 0
    case .integer(14): task.context
    default: nil
    }
  }

  /// Reads memory, or the page of a task.
  @inline(never)
  mutating func readMemory(_ address: UInt64, into buffer: ByteBuffer) -> Int {
    let distance = address &- Self.taskStacks.lowerBound
    guard distance >> 40 == 0 else { return target.read(address, into: buffer) }
    guard let task = task(ofThread: distance / Self.stackByteCount) else { return 0 }
    let offset = Int(truncatingIfNeeded: distance % Self.stackByteCount)
    let count = min(buffer.count, Int(Self.stackByteCount) &- offset)
    var place = 0
    while place < count {
      buffer[place] = 0
      place &+= 1
    }
    showCallers(of: task, in: buffer.part(0, count), offset: offset)
    return count
  }

  /// Writes where the functions go on that wait for a task's innermost one, from there outwards.
  ///
  /// - Parameters:
  ///   - task: The task.
  ///   - buffer: A part of its page.
  ///   - offset: Where the part begins.
  private mutating func showCallers(of task: SuspendedTask, in buffer: ByteBuffer, offset: Int) {
    var (context, place) = (task.context, 0 &- offset)
    // The context of a continuation says once more where the task itself goes on.
    if number(at: context &+ 8) == task.function { context = number(at: context) ?? 0 }
    while place < buffer.count, let caller = number(at: context &+ 8), target.code.contains(caller),
      let next = number(at: context)
    {
      // The part may begin or end in the midst of one; what is left are zeros.
      var (index, rest) = (place, caller &+ 1)
      while rest > 0 {
        if index >= 0, index < buffer.count { buffer[index] = UInt8(truncatingIfNeeded: rest) }
        rest >>= 8
        index &+= 1
      }
      if !isShownCaller(caller &+ 1) {
        let row = shownCount % (shownCallers.count / 8)
        shownCallers.store(caller &+ 1, at: row &* 8, byteCount: 8)
        shownCount &+= 1
      }
      place &+= 8
      context = next
    }
  }

  @inline(never)
  private mutating func number(at address: UInt64) -> UInt64? { target.number(at: address, 8) }

  /// Whether gdb may take an address for one behind an instruction, which it is not: a breakpoint
  /// there would be in the midst of one.
  mutating func isShownCaller(_ address: UInt64) -> Bool {
    var place = min(shownCount &* 8, shownCallers.count)
    while place > 0 {
      place &-= 8
      if shownCallers.number(at: place, byteCount: 8) == address { return true }
    }
    return false
  }
}

extension DebugTarget {
  /// Reads a number of up to 8 bytes; nil if it is not there.
  @inline(never)
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
