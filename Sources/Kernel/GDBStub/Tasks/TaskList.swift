/// Tasks in a row, in memory of a fixed size: those that come too late are left out.
public struct TaskList {
  private let bytes: ByteBuffer
  /// How many tasks there are.
  public private(set) var count = 0

  /// Bytes of memory for a list: room for a hundred tasks.
  public static var byteCount: Int { 100 * entryByteCount }
  /// Address, function, context and number.
  private static var entryByteCount: Int { 32 }

  /// Takes memory.
  public init(_ bytes: ByteBuffer) {
    self.bytes = bytes
  }

  /// Adds a task.
  @inline(never)
  public mutating func append(_ task: SuspendedTask) {
    let place = count * Self.entryByteCount
    guard place + Self.entryByteCount <= bytes.count else { return }
    bytes.store(task.address, at: place, byteCount: 8)
    bytes.store(task.function, at: place + 8, byteCount: 8)
    bytes.store(task.context, at: place + 16, byteCount: 8)
    bytes.store(UInt64(task.number), at: place + 24, byteCount: 8)
    count += 1
  }

  /// A task by its place.
  ///
  /// - Precondition: The place is below the count.
  public subscript(index: Int) -> SuspendedTask {
    @inline(never) get {
      precondition(index < count)
      let entry = bytes.from(index * Self.entryByteCount)
      return SuspendedTask(
        address: entry.number(at: 0, byteCount: 8),
        number: UInt32(truncatingIfNeeded: entry.number(at: 24, byteCount: 8)),
        function: entry.number(at: 8, byteCount: 8), context: entry.number(at: 16, byteCount: 8))
    }
  }
}
