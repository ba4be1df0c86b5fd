internal import Synchronization

/// The last lines of the log in memory that the host can read without the guest's help.
///
/// Lies at the symbol `kernel_log`. Integers go lowest byte first:
///
/// | offset | size | |
/// |---|---|---|
/// | 0 | 8 | magic, the bytes `SWFTLOG1` |
/// | 8 | 8 | capacity c: bytes for entries, a power of two |
/// | 16 | 8 | end: bytes of all entries ever written |
/// | 24 | 8 | reserved: the end, or while an entry is written, the end it will have |
/// | 32 | c | entries; the byte at position p of the log lies at p modulo c |
///
/// A writer that dies in the midst of an entry leaves `reserved` ahead of `end`: the entries before
/// `end` are whole, except for what the torn entry may have overwritten, which is known.
@safe
public struct LogRing {
  /// First 8 bytes.
  public static var magic: UInt64 { 0x3147_4f4c_5446_5753 }
  /// Bytes before the entries.
  public static var headerByteCount: Int { 32 }

  /// Byte offsets of the header's fields.
  enum Field {
    static var magic: Int { 0 }
    static var capacity: Int { 8 }
    static var end: Int { 16 }
    static var reserved: Int { 24 }
  }

  private let base: UnsafeMutableRawPointer
  private let capacity: Int

  /// Takes memory that is a ring already, or becomes one by `start`.
  ///
  /// - Parameters:
  ///   - base: Address of the header, a multiple of 8.
  ///   - capacity: Bytes for entries, a power of two of at least 1024.
  public init(unsafeBase base: UnsafeMutableRawPointer, capacity: Int) {
    unsafe self.base = unsafe base
    self.capacity = capacity
  }

  /// Makes the ring an empty one.
  public func start() {
    // Safe: the one who made the ring vouches for the header's memory.
    unsafe base.storeBytes(of: UInt64(capacity), toByteOffset: Field.capacity, as: UInt64.self)
    unsafe base.storeBytes(of: 0, toByteOffset: Field.end, as: UInt64.self)
    unsafe base.storeBytes(of: 0, toByteOffset: Field.reserved, as: UInt64.self)
    atomicMemoryFence(ordering: .releasing)
    unsafe base.storeBytes(of: Self.magic, toByteOffset: Field.magic, as: UInt64.self)
  }

  /// Writes an entry over the oldest ones.
  ///
  /// An interrupt handler may call it unless the ring is busy.
  ///
  /// - Parameter entry: The bytes of a `LogEntry`.
  @inline(never)
  public func append(_ entry: borrowing RawSpan) {
    let start = end
    let newEnd = start &+ UInt64(entry.byteCount)
    // Safe, all of them: as above, and an offset modulo the capacity lies inside the ring.
    unsafe base.storeBytes(of: newEnd, toByteOffset: Field.reserved, as: UInt64.self)
    // The processor keeps the order of stores; the fences bind the compiler to it, for the sake of
    // a host that looks when this is cut short.
    atomicMemoryFence(ordering: .releasing)
    for index in 0..<entry.byteCount {
      let place = (Int(truncatingIfNeeded: start) &+ index) & (capacity &- 1)
      unsafe base.storeBytes(
        of: entry.byte(at: index), toByteOffset: Self.headerByteCount &+ place, as: UInt8.self)
    }
    atomicMemoryFence(ordering: .releasing)
    unsafe base.storeBytes(of: newEnd, toByteOffset: Field.end, as: UInt64.self)
  }

  /// Sends the last bytes of the log as one record, from which `LogTail` reads the entries.
  ///
  /// - Parameters:
  ///   - limit: How many bytes, at most 8192.
  ///   - flags: What holds for the record.
  ///   - encoder: Where it goes.
  public func send<Sink: ByteSink & ~Copyable>(
    last limit: Int, flags: RecordFlags, to encoder: inout RecordEncoder<Sink>
  ) {
    let end = Int(truncatingIfNeeded: end)
    let byteCount = min(end, limit)
    encoder.send(kind: .logTail, flags: flags, byteCount: byteCount) { encoder in
      for position in end &- byteCount..<end {
        let place = Self.headerByteCount &+ position & (capacity &- 1)
        // Safe: as above.
        encoder.write(unsafe base.load(fromByteOffset: place, as: UInt8.self))
      }
    }
  }

  /// Whether an entry is being written: an interrupt handler finds it so if it interrupted that.
  public var isBusy: Bool {
    reserved != end
  }

  /// The whole block, as a reader takes it.
  public var bytes: RawSpan {
    @_lifetime(immortal)
    get {
      // Safe: the one who made the ring vouches for its memory, for as long as anybody reads it.
      unsafe _overrideLifetime(
        RawSpan(_unsafeStart: base, byteCount: Self.headerByteCount + capacity), copying: ())
    }
  }

  /// The entries, for the one who writes them: a ring that was started holds no nonsense.
  public var history: LogHistory {
    @_lifetime(immortal)
    get {
      LogHistory(own: bytes, capacity: UInt64(truncatingIfNeeded: capacity), end: end, reserved)
    }
  }

  private var reserved: UInt64 {
    // Safe: as above.
    unsafe base.load(fromByteOffset: Field.reserved, as: UInt64.self)
  }

  private var end: UInt64 {
    // Safe: as above.
    unsafe base.load(fromByteOffset: Field.end, as: UInt64.self)
  }
}
