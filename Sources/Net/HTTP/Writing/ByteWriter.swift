/// Writes bytes into memory that is known to be large enough, one piece after the other.
///
/// Appending to an array makes sure of its room each time; a head has a dozen pieces.
@safe
struct ByteWriter {
  private let start: UnsafeMutablePointer<UInt8>
  /// How many bytes were written.
  private(set) var count = 0

  /// Makes a writer; who calls answers for the room.
  fileprivate init(unsafeStart start: UnsafeMutablePointer<UInt8>) {
    unsafe self.start = start
  }

  /// Adds the bytes of a text.
  @inline(__always)
  mutating func append(_ text: StaticString) {
    // Safe: the capacity was computed from what is written.
    unsafe copy(text.utf8Start, text.utf8CodeUnitCount)
  }

  /// Adds bytes.
  @inline(__always)
  mutating func append(_ bytes: [UInt8]) {
    // Safe: as above, and the array lasts until they are copied.
    unsafe bytes.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { unsafe copy(base, source.count) }
    }
  }

  /// Adds the decimal digits of a number that is not negative.
  @inline(__always)
  mutating func append(decimal number: Int) {
    var (place, rest) = (1, UInt(bitPattern: number))
    while rest >= 10 {
      rest /= 10
      place += 1
    }
    rest = UInt(bitPattern: number)
    for index in stride(from: count + place - 1, through: count, by: -1) {
      // Safe: as above; a number has 20 digits at most.
      unsafe start[index] = ASCII.zero + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    count += place
  }

  @inline(__always)
  private mutating func copy(_ source: UnsafePointer<UInt8>, _ byteCount: Int) {
    // As raw memory, which is copied at once and not byte by byte.
    unsafe UnsafeMutableRawPointer(start + count).copyMemory(from: source, byteCount: byteCount)
    count += byteCount
  }
}

extension MutableRawSpan {
  /// Has a closure write from the first byte on; returns how many bytes it wrote.
  @inline(__always)
  mutating func write(_ body: (inout ByteWriter) -> Void) -> Int {
    // Safe: who calls knows how much is written at most, and gave a span of so many bytes.
    unsafe withUnsafeMutableBytes { buffer in
      guard let start = buffer.baseAddress else { return 0 }
      var writer = unsafe ByteWriter(unsafeStart: start.assumingMemoryBound(to: UInt8.self))
      body(&writer)
      precondition(writer.count <= buffer.count, "more was written than there was room")
      return writer.count
    }
  }
}

extension Array where Element == UInt8 {
  /// Adds what a closure writes.
  ///
  /// - Parameters:
  ///   - capacity: How many bytes that is at most.
  ///   - write: Writes them.
  @inline(__always)
  mutating func append(atMost capacity: Int, _ write: (inout ByteWriter) -> Void) {
    append(addingCapacity: capacity) { span in
      // Safe: the buffer has the capacity, and the count is of bytes that were written.
      unsafe span.withUnsafeMutableBufferPointer { buffer, count in
        guard let start = buffer.baseAddress else { return }
        var writer = unsafe ByteWriter(unsafeStart: start)
        write(&writer)
        precondition(writer.count <= buffer.count, "more was written than there was room")
        count = writer.count
      }
    }
  }
}
