/// What tables do with memory whatever their rows are: code that is there once, not for each kind.
enum RowMemory {
  /// Allocates room for rows.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - stride: Bytes from one to the next.
  /// - Returns: The memory, which holds nothing yet.
  @inline(never)
  static func allocate(_ count: Int, stride: Int) -> UnsafeMutableRawPointer {
    .allocate(byteCount: count * stride, alignment: 16)
  }

  /// Copies the first row to all others.
  ///
  /// - Parameters:
  ///   - memory: Room for as many rows; the first is there.
  ///   - stride: Bytes from one to the next.
  ///   - count: How many there are then; 0 leaves the memory as it is.
  @unsafe
  @inline(never)
  static func repeatFirst(_ memory: UnsafeMutableRawPointer, stride: Int, count: Int) {
    let byteCount = count * stride
    // Twice as many each time: an emulator copies a long block faster than many short ones.
    var done = stride
    while done < byteCount {
      let next = min(done, byteCount - done)
      // Safe: what is copied is there, and what it is copied to lies behind it, within the memory.
      unsafe (memory + done).copyMemory(from: memory, byteCount: next)
      done += next
    }
  }
}
