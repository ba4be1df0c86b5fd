@testable internal import GDBStub

extension Debuggee {
  /// Writes a number into the model's memory, the lowest byte first.
  func store(_ value: UInt64, at address: UInt64, byteCount: Int = 8) {
    for index in 0..<byteCount {
      machine.memory[Int(address - ModelMachine.start) + index] = UInt8(
        truncatingIfNeeded: value >> UInt64(8 * index))
    }
  }

  /// Writes a task as the Swift runtime has it; a child's is no block of the heap.
  func addTask(
    _ number: UInt32, at address: UInt64, function: UInt64, context: UInt64, isChild: Bool = false
  ) {
    store(0x1500, at: address + 0x20, byteCount: 4)
    store(UInt64(number), at: address + 0x24, byteCount: 4)
    store(function, at: address + 0x38)
    store(context, at: address + 0x40)
    store(0x15, at: address + 0x60, byteCount: 4)
    if !isChild { machine.tasks.append(address) }
  }

  /// Writes what a task's status leads to: records of a kind, each with a child or something else.
  func addRecords(_ records: [(address: UInt64, kind: UInt64, child: UInt64)], ofTask task: UInt64)
  {
    var place = task + 0x68
    for record in records {
      store(record.address, at: place)
      store(record.kind, at: record.address)
      store(record.child, at: record.address + 16)
      place = record.address + 8
    }
    store(0, at: place)
  }

  /// Writes contexts that lie behind one another: each begins where the last one leads.
  func addContexts(_ contexts: [(address: UInt64, function: UInt64)]) {
    for (index, context) in contexts.enumerated() {
      let next = index + 1 < contexts.count ? contexts[index + 1].address : 0
      store(next, at: context.address)
      store(context.function, at: context.address + 8)
    }
  }
}
