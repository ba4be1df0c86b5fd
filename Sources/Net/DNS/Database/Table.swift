/// Rows of one kind beside each other, in memory of their own.
///
/// Stands in for an array, which brings a kilobyte of code for each kind of row: to share its
/// memory, to copy it before a change, and to grow.
@safe
struct Table<Row: BitwiseCopyable>: ~Copyable {
  private var rows: UnsafeMutablePointer<Row>
  /// Number of rows.
  private(set) var count: Int
  private var capacity: Int

  /// Makes a table of equal rows.
  init(repeating row: Row, count: Int) {
    capacity = max(count, 8)
    self.count = count
    // Safe: there is room for a row at least.
    let memory = unsafe RowMemory.allocate(capacity, stride: MemoryLayout<Row>.stride)
    unsafe rows = memory.bindMemory(to: Row.self, capacity: capacity)
    unsafe rows.initialize(to: row)
    unsafe RowMemory.repeatFirst(memory, stride: MemoryLayout<Row>.stride, count: count)
  }

  deinit {
    // Safe: a table is not copied, so nothing else knows the memory.
    unsafe rows.deallocate()
  }

  /// The row at an index.
  ///
  /// - Precondition: The index is from 0 to below the count.
  subscript(index: Int) -> Row {
    @inline(__always)
    get {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
      // Safe: the index was checked, and rows below the count are initialised.
      return unsafe rows[index]
    }
    @inline(__always)
    set {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
      // Safe: as above.
      unsafe rows[index] = newValue
    }
  }

  /// Adds a row behind all others.
  mutating func append(_ row: Row) {
    if count == capacity { grow() }
    // Safe: there is room for one more row.
    unsafe (rows + count).initialize(to: row)
    count += 1
  }

  /// Moves the rows to twice the room.
  private mutating func grow() {
    capacity *= 2
    let memory = unsafe RowMemory.allocate(capacity, stride: MemoryLayout<Row>.stride)
    let larger = unsafe memory.bindMemory(to: Row.self, capacity: capacity)
    // Safe: both hold the rows, they do not overlap, and nothing else knows the old memory.
    unsafe larger.update(from: rows, count: count)
    unsafe rows.deallocate()
    unsafe rows = larger
  }
}

// Safe: whoever changes a table has it alone, as any value.
extension Table: @unchecked Sendable where Row: Sendable {}

extension Table<UInt8> {
  /// The bytes, in place.
  var rawSpan: RawSpan {
    @_lifetime(borrow self)
    get {
      // Safe: rows below the count are initialised, and the span cannot outlive the table.
      let span = unsafe RawSpan(_unsafeStart: rows, byteCount: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// Adds bytes behind all others.
  mutating func append(contentsOf bytes: ArraySlice<UInt8>) {
    for byte in bytes { append(byte) }
  }
}
