/// Where lines of the log are put together, entry by entry, before they go into the ring.
///
/// The buffer is a stack: what is interpolated into a line may write a line of its own, which then
/// is finished first. What does not fit is cut off.
@safe
public struct LogComposer: ByteSink {
  /// Bytes that the buffer must have.
  public static var byteCount: Int { 1024 }

  private let base: UnsafeMutableRawPointer?
  private var start = 0
  private var end = 0

  /// Makes a composer without a buffer, for which there is room for nothing.
  public init() { unsafe base = nil }

  /// Takes the buffer.
  ///
  /// - Parameter base: Address of `byteCount` bytes.
  public init(unsafeBase base: UnsafeMutableRawPointer) {
    unsafe self.base = unsafe base
  }

  /// Begins an entry.
  ///
  /// - Parameters:
  ///   - level: How much it matters.
  ///   - module: Who says it: all bytes up to the first slash, as in `#fileID`; at most 32.
  ///   - nanoseconds: Time since the kernel's first instruction.
  /// - Returns: What `finish` must be given.
  public mutating func begin(
    _ level: LogLevel, module: StaticString, nanosecondsSinceEntry nanoseconds: UInt64
  ) -> Int {
    let outer = start
    start = end
    var moduleByteCount = 0
    // Safe: the index is below the number of the text's bytes.
    while moduleByteCount < min(module.utf8CodeUnitCount, 32),
      unsafe module.utf8Start[moduleByteCount] != 0x2f
    { moduleByteCount += 1 }
    put(0)
    put(0)
    put(level.rawValue)
    put(UInt8(truncatingIfNeeded: moduleByteCount))
    for index in 0..<8 { put(UInt8(truncatingIfNeeded: nanoseconds >> UInt64(8 * index))) }
    for index in 0..<moduleByteCount { unsafe put(module.utf8Start[index]) }
    return outer
  }

  /// Appends a byte to the text of the entry that was begun last.
  @inline(never)
  public mutating func write(_ byte: UInt8) {
    // Two bytes stay free for the end of the entry.
    guard end &- start < LogEntry.maximumByteCount - 2 else { return }
    put(byte)
  }

  /// Ends the entry that was begun last.
  ///
  /// - Parameters:
  ///   - outer: What `begin` returned.
  ///   - body: Takes the bytes of the entry; nothing if the buffer had no room for it.
  @inline(__always)
  public mutating func finish(_ outer: Int, _ body: (RawSpan) -> Void) {
    let byteCount = end &- start &+ 2
    put(UInt8(truncatingIfNeeded: byteCount))
    put(UInt8(truncatingIfNeeded: byteCount >> 8))
    if end &- start == byteCount, let base = unsafe base {
      // Safe: the offsets lie inside the buffer, whose bytes have all been written.
      unsafe base.storeBytes(
        of: UInt16(truncatingIfNeeded: byteCount), toByteOffset: start, as: UInt16.self)
      body(unsafe RawSpan(_unsafeStart: base + start, byteCount: byteCount))
    }
    end = start
    start = outer
  }

  @inline(never)
  private mutating func put(_ byte: UInt8) {
    guard end < Self.byteCount, let base = unsafe base else { return }
    // Safe: the offset lies inside the buffer.
    unsafe base.storeBytes(of: byte, toByteOffset: end, as: UInt8.self)
    end &+= 1
  }
}
