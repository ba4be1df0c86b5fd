/// Where a stack of calls stands: one address per frame, the innermost first, at most 64.
public struct FrameAddresses: Sendable {
  /// Addresses that fit.
  public static var capacity: Int { 64 }

  private var addresses = InlineArray<64, UInt64>(repeating: 0)
  /// A bit per frame, the lowest for the innermost: 1 if the address is the instruction itself.
  private var exactBits: UInt64 = 0
  /// How many frames there are.
  public private(set) var count = 0
  /// Whether the stack goes on beyond the last frame, because of the limit or a bad frame pointer.
  public var isTruncated = false

  /// The frames' numbers, 0 for the innermost.
  public var indices: Range<Int> { 0..<count }

  /// Makes an empty stack.
  public init() {}

  /// Adds the frame of the caller of the last one; past 64 it only notes that there are more.
  ///
  /// - Parameters:
  ///   - address: Return address, or address of the instruction that faulted or was interrupted.
  ///   - isExact: Whether the address is the instruction itself, not the one after a call.
  @inline(never)
  public mutating func append(_ address: UInt64, isExact: Bool = false) {
    guard count < Self.capacity else {
      isTruncated = true
      return
    }
    addresses[count] = address
    if isExact { exactBits |= 1 << UInt64(count) }
    count += 1
  }

  /// The address of a frame.
  ///
  /// - Precondition: The index is below the count.
  public subscript(index: Int) -> UInt64 {
    precondition(index < count, "index beyond the stack")
    return addresses[index]
  }

  /// Whether the address of a frame is the instruction itself, not the one after a call.
  public func isExact(_ index: Int) -> Bool {
    exactBits & 1 << UInt64(index) != 0
  }

  init(from reader: inout ByteReader) throws(RecordError) {
    let count = Int(try reader.integer(UInt8.self))
    let flags = try reader.integer(UInt8.self)
    guard count <= Self.capacity, flags < 2 else { throw .malformed }
    isTruncated = flags == 1
    exactBits = try reader.integer()
    for index in 0..<count {
      addresses[index] = try reader.integer()
    }
    self.count = count
  }

  func write<Sink: ByteSink & ~Copyable>(to sink: inout Sink) {
    sink.write(UInt8(count))
    sink.write(isTruncated ? 1 : 0)
    sink.write(littleEndian: exactBits)
    for index in 0..<count {
      sink.write(littleEndian: addresses[index])
    }
  }
}

extension FrameAddresses: Equatable {
  public static func == (left: Self, right: Self) -> Bool {
    guard
      left.count == right.count, left.isTruncated == right.isTruncated,
      left.exactBits == right.exactBits
    else { return false }
    for index in 0..<left.count where left.addresses[index] != right.addresses[index] {
      return false
    }
    return true
  }
}
