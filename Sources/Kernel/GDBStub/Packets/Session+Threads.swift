internal import Telemetry

extension Session {
  /// Chooses the thread that registers are asked of, the argument: the processor, or a task.
  @inline(never)
  mutating func selectThread(isForRegisters: Bool) -> Answer {
    let thread = arguments[0]
    let isTask = task(ofThread: thread) != nil
    if isForRegisters { selectedThread = isTask ? thread : 0 }
    return isTask || thread < 2 || thread == .max ? .done : .refused
  }

  /// Says whether a thread is there.
  @inline(never)
  mutating func reportAlive() -> Answer {
    arguments[0] == 1 || task(ofThread: arguments[0]) != nil ? .done : .refused
  }

  /// Lists the threads.
  @inline(never)
  mutating func listThreads() -> Answer {
    reply.begin()
    reply.write(UInt8(ascii: "m"))
    writeThreadList(asPlaces: false)
    return .made
  }

  /// Writes the numbers of all threads, or where each goes on.
  @inline(never)
  mutating func writeThreadList(asPlaces: Bool) {
    findTasks()
    reply.write(number: asPlaces ? registers[.rip] : 1)
    var index = 0
    while index < tasks.count {
      reply.write(UInt8(ascii: ","))
      let task = tasks[index]
      reply.write(number: asPlaces ? task.function : task.thread)
      index &+= 1
    }
  }

  /// Writes the threads as a document.
  ///
  /// The first one after a step has no names: gdb asks at each stop, and again before it shows any.
  @inline(never)
  mutating func writeThreads() {
    let isNamed = !isFresh
    reply.write("<threads>")
    findTasks()
    let leftOut = UInt64(truncatingIfNeeded: tasks.leftOutCount)
    writeThread(
      1, !isNamed ? "" : leftOut > 0 ? " name=\"processor, %d more tasks\"" : " name=\"processor\"",
      leftOut)
    var index = 0
    while index < tasks.count {
      let thread = tasks.thread(index)
      writeThread(thread, isNamed ? " name=\"task %d\"" : "", thread &- 2)
      index &+= 1
    }
    reply.write("</threads>")
  }

  @inline(never)
  private mutating func writeThread(
    _ thread: UInt64, _ name: StaticString, _ number: UInt64
  ) {
    reply.write("<thread id=\"%n\"", thread)
    reply.write(name, number)
    reply.write("/>")
  }

  /// Says what a thread is, in digits.
  @inline(never)
  mutating func describeThread() -> Answer {
    reply.begin()
    reply.beginDigits()
    if arguments[0] > 1 {
      reply.write("task %d", arguments[0] &- 2)
    } else {
      reply.write("processor")
    }
    return .made
  }
}
