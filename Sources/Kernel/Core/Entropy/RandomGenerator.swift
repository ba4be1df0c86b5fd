/// A generator of random bytes that nobody can foretell who does not know its key.
///
/// Each refill makes a new key before any byte is handed out, and bytes that were handed out are
/// erased: whoever learns the state later cannot tell what was drawn before.
///
/// Source: D. J. Bernstein, "Fast-key-erasure random-number generators" (2017); RFC 8439.
@safe
public struct RandomGenerator: ~Copyable {
  /// How many bytes may be drawn before fresh entropy should be mixed in.
  public static var reseedByteCount: Int { 1 << 20 }

  private var key: ChaCha20.Key
  /// The bytes that the last refill made; those before `position` are erased.
  private let pool: UnsafeMutableRawPointer
  private var position = poolByteCount
  private var drawnByteCount = 0

  /// Size of the pool: eight blocks without the key that is taken from them.
  private static var poolByteCount: Int {
    8 * ChaCha20.blockByteCount - ChaCha20.keyByteCount
  }

  /// Starts from nothing: what is drawn before something is mixed in is known to everybody.
  public init() {
    key = ChaCha20.Key(first: .zero, second: .zero)
    unsafe pool = .allocate(byteCount: Self.poolByteCount, alignment: 16)
  }

  deinit { unsafe pool.deallocate() }

  /// Mixes entropy into the key: what is drawn later depends on both.
  ///
  /// - Parameter entropy: Any number of bytes; 32 that nobody can guess are enough.
  public mutating func mix(_ entropy: RawSpan) {
    var offset = 0
    repeat {
      var part = ChaCha20.Key(first: .zero, second: .zero)
      // Safe: the bytes are copied into a value of 32 bytes that any bits make valid.
      unsafe withUnsafeMutableBytes(of: &part) { target in
        unsafe entropy.withUnsafeBytes { source in
          let count = min(ChaCha20.keyByteCount, source.count - offset)
          unsafe target.copyMemory(from: .init(rebasing: source[offset..<offset + count]))
        }
      }
      // The length takes part, so that a cut text differs from one with zeros at its end.
      let counter = ChaCha20.Row(.max, UInt32(truncatingIfNeeded: entropy.byteCount), 0, 0)
      let block = ChaCha20.block(key: key ^ part, counter: counter)
      key = ChaCha20.Key(first: block.first, second: block.second)
      offset += ChaCha20.keyByteCount
    } while offset < entropy.byteCount
    position = Self.poolByteCount
    drawnByteCount = 0
  }

  /// Whether so much was drawn that fresh entropy should be mixed in.
  public var isDueForEntropy: Bool { drawnByteCount >= Self.reseedByteCount }

  // MARK: Drawing

  /// Draws a number.
  public mutating func next() -> UInt64 {
    if position > Self.poolByteCount - 8 { refill() }
    // Safe: eight bytes from the position on are inside the pool.
    let value = unsafe pool.loadUnaligned(fromByteOffset: position, as: UInt64.self)
    unsafe pool.storeBytes(of: 0, toByteOffset: position, as: UInt64.self)
    position += 8
    drawnByteCount += 8
    return value
  }

  /// Fills memory with random bytes.
  @unsafe
  public mutating func fill(_ target: UnsafeMutableRawBufferPointer) {
    var offset = 0
    while offset < target.count {
      if position == Self.poolByteCount { refill() }
      let count = min(target.count - offset, Self.poolByteCount - position)
      // Safe: the part lies inside the pool, and inside the target that the caller vouches for.
      let part = unsafe UnsafeMutableRawBufferPointer(start: pool + position, count: count)
      unsafe UnsafeMutableRawBufferPointer(rebasing: target[offset..<offset + count])
        .copyMemory(from: UnsafeRawBufferPointer(part))
      unsafe part.initializeMemory(as: UInt8.self, repeating: 0)
      position += count
      offset += count
    }
    drawnByteCount += target.count
  }

  /// Makes the next key and a full pool out of the key.
  private mutating func refill() {
    var next = key
    var counter = ChaCha20.Row.zero
    // The first half of the first block is the next key, all that follows the pool.
    var offset = -ChaCha20.keyByteCount
    while offset < Self.poolByteCount {
      let block = ChaCha20.block(key: key, counter: counter)
      if offset < 0 {
        next = ChaCha20.Key(first: block.first, second: block.second)
      } else {
        unsafe store(block.first, at: offset)
        unsafe store(block.second, at: offset + 16)
      }
      unsafe store(block.third, at: offset + 32)
      unsafe store(block.fourth, at: offset + 48)
      offset += ChaCha20.blockByteCount
      counter.x += 1
    }
    key = next
    position = 0
  }

  /// Writes a row into the pool.
  @unsafe
  @inline(__always)
  private func store(_ row: ChaCha20.Row, at offset: Int) {
    // Safe: all callers stay within the pool; its start is aligned to 16.
    unsafe pool.storeBytes(of: row, toByteOffset: offset, as: ChaCha20.Row.self)
  }
}
