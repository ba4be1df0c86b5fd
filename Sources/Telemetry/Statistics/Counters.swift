/// The kernel's counters at one moment.
public struct Counters: Sendable {
  /// Places for counters; more than there are, so that the block keeps its size for a while.
  public static var capacity: Int { 30 }

  private var values = InlineArray<30, UInt64>(repeating: 0)

  /// Makes counters that are all 0.
  public init() {}

  /// The value of a counter; 0 if the guest that counted did not know it.
  public subscript(counter: Counter) -> UInt64 {
    get { values[counter.rawValue] }
    set { values[counter.rawValue] = newValue }
  }

  /// Reads counters up to the end of the bytes, or as many as are known.
  ///
  /// - Parameters:
  ///   - reader: Values of 8 bytes each, in the order of `Counter`; moved past what is read.
  ///   - count: How many values the sender says there are.
  /// - Throws: `truncated` if the bytes hold fewer.
  init(from reader: inout ByteReader, count: Int) throws(RecordError) {
    for index in 0..<min(count, Self.capacity) {
      values[index] = try reader.integer()
    }
  }

  /// Writes the counters that there are.
  func write<Sink: ByteSink & ~Copyable>(to sink: inout Sink) {
    for index in 0..<Counter.count {
      sink.write(littleEndian: values[index])
    }
  }
}

extension Counters: Equatable {
  public static func == (left: Self, right: Self) -> Bool {
    for index in 0..<capacity where left.values[index] != right.values[index] {
      return false
    }
    return true
  }
}
