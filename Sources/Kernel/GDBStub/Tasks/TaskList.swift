/// Tasks in a row, in memory of a fixed size: those that come too late are counted.
public struct TaskList {
  private let bytes: ByteBuffer
  /// How many tasks there are.
  public private(set) var count = 0
  /// How many more there would be.
  public private(set) var leftOutCount = 0

  /// Bytes of memory for a list: room for a hundred tasks.
  public static var byteCount: Int { 100 * MemoryLayout<SuspendedTask>.stride }

  /// Takes memory, aligned as a task is.
  public init(_ bytes: ByteBuffer) {
    self.bytes = bytes
  }

  /// Begins anew.
  mutating func removeAll() { self = TaskList(bytes) }

  /// Adds a task.
  @inline(never)
  public mutating func append(_ task: SuspendedTask) {
    guard count < bytes.count / MemoryLayout<SuspendedTask>.stride else {
      leftOutCount += 1
      return
    }
    // Safe: there is room, which is the list's alone.
    unsafe place(count).storeBytes(of: task, as: SuspendedTask.self)
    count += 1
  }

  /// The number of the thread that shows a task.
  @inline(never)
  func thread(_ index: Int) -> UInt64 { self[index].thread }

  /// A task by its place.
  ///
  /// - Precondition: The place is below the count.
  public subscript(index: Int) -> SuspendedTask {
    @inline(never) get {
      precondition(index >= 0 && index < count)
      // Safe: a task was stored there.
      return unsafe place(index).loadUnaligned(as: SuspendedTask.self)
    }
  }

  private func place(_ index: Int) -> UnsafeMutableRawPointer {
    // Safe for those who check the index.
    unsafe UnsafeMutableRawPointer(bytes.unsafeBase) + index * MemoryLayout<SuspendedTask>.stride
  }
}
