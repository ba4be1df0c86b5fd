@testable internal import GDBStub

extension Debuggee {
  /// Writes a number into the model's memory, the lowest byte first.
  func store(_ value: UInt64, at address: UInt64, byteCount: Int = 8) {
    for index in 0..<byteCount {
      machine.memory[Int(address - ModelMachine.start) + index] = UInt8(
        truncatingIfNeeded: value >> UInt64(8 * index))
    }
  }

  /// Writes a task as the Swift runtime has it.
  func addTask(_ number: UInt32, at address: UInt64, function: UInt64, context: UInt64) {
    store(0x1500, at: address + 0x20, byteCount: 4)
    store(UInt64(number), at: address + 0x24, byteCount: 4)
    store(function, at: address + 0x38)
    store(context, at: address + 0x40)
    store(0x15, at: address + 0x60, byteCount: 4)
    machine.tasks.append(address)
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
