internal import Boot

/// Makes the task that runs the service.
///
/// It does what the runtime's own function does for a task without parent, group, name, locals or
/// result, and never ends. A service that makes no task itself does without that function, which is
/// the largest of the runtime, and what it needs.
///
/// Source: swift/ABI/Task.h and swift_task_create_common of the Swift runtime, 6.3.
enum FirstTask {
  /// An operation as a field, which is stored as it is: its code and what it captured.
  private struct Operation {
    let run: @Sendable () async -> Never
  }

  /// Makes a task that runs an operation, and queues it.
  static func start(_ operation: @escaping @Sendable () async -> Never) {
    // It is kept for ever, as the task does not own what it runs.
    let place = UnsafeMutablePointer<Operation>.allocate(capacity: 1)
    unsafe place.initialize(to: Operation(run: operation))
    unsafe queue(place)
  }
}

/// Makes the task; a function of no type, of which there is one in an image.
@inline(never)
private func queue(_ operation: UnsafeRawPointer) {
  kernel_set_hooks()
  // Safe: a function is a pointer to its code's description and one to what it captured.
  let code = unsafe operation.load(as: UnsafeRawPointer.self)
  let captured = unsafe operation.load(fromByteOffset: 8, as: UnsafeRawPointer?.self)
  // Safe: an asynchronous function is the distance of its code and the size of its context.
  let distance = unsafe code.load(as: Int32.self)
  let contextByteCount = unsafe code.load(fromByteOffset: 4, as: UInt32.self)
  let byteCount = Layout.context + Int(contextByteCount)
  let task = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 16)
  // Safe: all that is written lies within the block.
  unsafe task.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
  let context = unsafe task + Layout.context
  unsafe task.storeBytes(of: Layout.forEver, toByteOffset: Layout.references, as: UInt64.self)
  unsafe task.storeBytes(
    of: Layout.priority << 8, toByteOffset: Layout.flags, as: UInt32.self)
  unsafe task.storeBytes(
    of: address_of_kernel_begin_task(), toByteOffset: Layout.function, as: UInt64.self)
  unsafe task.storeBytes(
    of: context, toByteOffset: Layout.functionContext, as: UnsafeMutableRawPointer.self)
  unsafe task.storeBytes(of: Layout.priority, toByteOffset: Layout.status, as: UInt32.self)
  unsafe task.storeBytes(of: Layout.priority, toByteOffset: Layout.basePriority, as: UInt32.self)
  unsafe context.storeBytes(
    of: code + Int(distance), toByteOffset: -0x18, as: UnsafeRawPointer.self)
  unsafe context.storeBytes(of: captured, toByteOffset: -0x10, as: UnsafeRawPointer?.self)
  unsafe readyJobs.append(task)
}

/// Where a task keeps what is not 0 at its beginning.
private enum Layout {
  static var references: Int { 0x08 }
  static var flags: Int { 0x20 }
  static var function: Int { 0x38 }
  static var functionContext: Int { 0x40 }
  static var status: Int { 0x60 }
  static var basePriority: Int { 0x98 }
  /// Behind the task, and behind the function and what it captured.
  static var context: Int { 0xd0 }

  /// A number of references that is never counted, nor freed.
  static var forEver: UInt64 { 0x7fff_ffff_ffff_ffff }
  /// `TaskPriority.medium`.
  static var priority: UInt32 { 0x15 }
}
