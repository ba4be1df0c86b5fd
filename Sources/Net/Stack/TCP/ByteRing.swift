/// Bytes in a ring: new ones at the end, old ones leave at the start.
///
/// It takes memory when bytes come, up to a limit, and gives it back when it is told to.
///
/// Every unsafe access is to the storage, at a place below its capacity.
@safe
struct ByteRing: ~Copyable {
  private var storage: UnsafeMutableRawPointer?
  /// How much memory it takes, in bytes: 0 or a power of two.
  private(set) var capacity = 0
  private var start = 0
  /// How many bytes there are.
  private(set) var count = 0
  /// How many bytes there may be; fewer from the time on at which memory for more was not there,
  /// until there is some, or none is taken any more.
  private(set) var limit: Int
  /// How many there may be where there is memory for them.
  private let fullLimit: Int

  /// Tells how much memory lies together at most, in bytes; nil if there is no end of it.
  nonisolated(unsafe) static var longestPiece: (() -> Int)?
  /// Tells whether no ring may take more memory; nil if there is no end of it.
  nonisolated(unsafe) static var isExhausted: (() -> Bool)?
  /// What every ring may have, in bytes.
  private static let modestCapacity = 4096

  /// Starts empty, without memory.
  ///
  /// - Parameter limit: How many bytes there may be: at least 1.
  init(limit: Int) {
    self.limit = limit
    fullLimit = limit
  }

  deinit {
    unsafe storage?.deallocate()
  }

  /// How many bytes may be added.
  var room: Int { limit - count }

  /// Adds as many of the bytes as there is room for.
  ///
  /// - Returns: How many were taken.
  @inline(__always)
  mutating func append(_ bytes: RawSpan) -> Int {
    guard fit(count + min(bytes.byteCount, room)) else { return 0 }
    let taken = min(bytes.byteCount, room)
    guard taken > 0 else { return 0 }
    write(bytes.extracting(0..<taken), at: count)
    count += taken
    return taken
  }

  /// Adds what a closure writes.
  ///
  /// - Parameters:
  ///   - most: How many bytes that is at most.
  ///   - body: Writes them, and returns how many they are.
  /// - Returns: False, and nothing was called, if there is no room for so many in one piece.
  mutating func append(atMost most: Int, _ body: (inout MutableRawSpan) -> Int) -> Bool {
    guard fit(count + min(most, room)), most > 0, most <= room else { return false }
    reserve(count + most)
    if count == 0 { start = 0 }
    let place = (start + count) & (capacity - 1)
    guard place + most <= capacity, let storage = unsafe storage else { return false }
    var bytes = unsafe MutableRawSpan(_unsafeStart: storage + place, byteCount: most)
    let written = body(&bytes)
    precondition(written >= 0 && written <= most, "more was written than there was room")
    count += written
    return true
  }

  /// Puts bytes at a place behind the end, where they count once `extend` reaches them.
  ///
  /// - Parameters:
  ///   - bytes: The bytes.
  ///   - offset: Their distance from the first byte.
  /// - Precondition: They lie below the limit.
  mutating func write(_ bytes: RawSpan, at offset: Int) {
    let byteCount = bytes.byteCount
    precondition(offset >= 0 && offset + byteCount <= limit, "no room in a ring")
    reserve(offset + byteCount)
    guard let storage = unsafe storage else { return }
    let place = (start + offset) & (capacity - 1)
    let first = min(byteCount, capacity - place)
    unsafe bytes.withUnsafeBytes { source in
      guard let base = source.baseAddress else { return }
      unsafe (storage + place).copyMemory(from: base, byteCount: first)
      if first < byteCount {
        unsafe storage.copyMemory(from: base + first, byteCount: byteCount - first)
      }
    }
  }

  /// Counts bytes that were written behind the end as bytes of the ring.
  mutating func extend(by byteCount: Int) {
    precondition(byteCount >= 0 && count + byteCount <= capacity, "bytes that nobody wrote")
    count += byteCount
  }

  /// Copies bytes out; they stay.
  ///
  /// - Parameters:
  ///   - offset: Distance of the first byte to copy from the first byte.
  ///   - target: Where they go; as many are copied as it has room for.
  /// - Precondition: There are as many.
  func read(at offset: Int, into target: inout MutableRawSpan) {
    let byteCount = target.byteCount
    precondition(offset >= 0 && offset + byteCount <= count, "bytes that are not there")
    guard byteCount > 0, let storage = unsafe storage else { return }
    let place = (start + offset) & (capacity - 1)
    let first = min(byteCount, capacity - place)
    unsafe target.withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      unsafe base.copyMemory(from: storage + place, byteCount: first)
      if first < byteCount {
        unsafe (base + first).copyMemory(from: storage, byteCount: byteCount - first)
      }
    }
  }

  /// Copies the first bytes to the end of an array; they stay.
  ///
  /// - Precondition: There are as many.
  func copyFirst(_ byteCount: Int, to array: inout [UInt8]) {
    precondition(byteCount >= 0 && byteCount <= count, "bytes that are not there")
    guard byteCount > 0, let storage = unsafe storage else { return }
    let first = min(byteCount, capacity - start)
    array.append(addingCapacity: byteCount) { output in
      unsafe output.withUnsafeMutableBufferPointer { target, filled in
        guard let base = target.baseAddress else { return }
        let bytes = unsafe UnsafeMutableRawPointer(base + filled)
        unsafe bytes.copyMemory(from: storage + start, byteCount: first)
        if first < byteCount {
          unsafe (bytes + first).copyMemory(from: storage, byteCount: byteCount - first)
        }
        filled += byteCount
      }
    }
  }

  /// Shows the first bytes in place: as many as lie together.
  func withFirst<R>(_ body: (RawSpan) -> R) -> R {
    guard count > 0, let storage = unsafe storage else { return body(RawSpan()) }
    let byteCount = min(count, capacity - start)
    return unsafe body(RawSpan(_unsafeStart: storage + start, byteCount: byteCount))
  }

  /// Removes the first bytes.
  ///
  /// - Precondition: There are as many.
  mutating func removeFirst(_ byteCount: Int) {
    precondition(byteCount >= 0 && byteCount <= count, "bytes that are not there")
    count -= byteCount
    start = capacity == 0 ? 0 : (start + byteCount) & (capacity - 1)
  }

  /// Gives the memory back.
  ///
  /// - Precondition: No byte is left, and none was written behind the end.
  mutating func releaseMemory() {
    precondition(count == 0, "bytes would be lost")
    unsafe storage?.deallocate()
    unsafe storage = nil
    capacity = 0
    start = 0
    limit = fullLimit
  }

  /// Whether there is memory in one piece, and as much again for others.
  static func hasPiece(of byteCount: Int) -> Bool {
    // Safe: it is set once, before there is any connection; here and below.
    unsafe longestPiece?() ?? .max >= 2 * byteCount
  }

  /// Finds out whether there is memory for bytes up to a distance from the first, and lowers the
  /// limit if there is for some: who asks for what is not there ends the guest.
  ///
  /// - Returns: False if there is none at present.
  @inline(__always)
  mutating func fit(_ needed: Int) -> Bool { needed <= capacity || fitRarely(needed) }

  @inline(never)
  private mutating func fitRarely(_ needed: Int) -> Bool {
    if unsafe Self.isExhausted?() ?? false { return false }
    guard needed > Self.modestCapacity, let longest = unsafe Self.longestPiece?() else {
      return true
    }
    let larger = Self.capacity(for: needed, from: capacity, longestPiece: longest)
    if larger < needed { lowerLimit(to: larger) }
    return true
  }

  /// Has it make do with less, until there is memory for more.
  ///
  /// - Parameter byteCount: A power of two, at least its capacity.
  mutating func lowerLimit(to byteCount: Int) { limit = min(limit, byteCount) }

  /// Doubles a limit that was lowered, if there is memory for that now.
  @inline(never)
  mutating func raiseLimit() {
    guard limit < fullLimit, Self.hasPiece(of: 2 * limit) else { return }
    limit = min(2 * limit, fullLimit)
  }

  /// How large a ring may become.
  ///
  /// - Parameters:
  ///   - needed: How many bytes it would hold.
  ///   - capacity: How many it can hold now.
  ///   - longest: How much memory lies together at most, in bytes.
  /// - Returns: A power of two; what is needed only if there is memory for it.
  static func capacity(for needed: Int, from capacity: Int, longestPiece longest: Int) -> Int {
    let least = max(capacity, modestCapacity)
    var larger = least
    while larger < needed { larger *= 2 }
    // Others need memory in one piece, too.
    while larger > least, larger * 2 > longest { larger /= 2 }
    return larger
  }

  /// Makes room for bytes up to a distance from the first.
  private mutating func reserve(_ needed: Int) {
    guard needed > capacity else { return }
    var larger = max(capacity, Self.leastCapacity)
    while larger < needed { larger *= 2 }
    let fresh = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
    if let storage = unsafe storage {
      // All of it moves: bytes behind the end may have been written, too.
      let first = capacity - start
      unsafe fresh.copyMemory(from: storage + start, byteCount: first)
      unsafe (fresh + first).copyMemory(from: storage, byteCount: start)
      unsafe storage.deallocate()
    }
    unsafe storage = unsafe fresh
    capacity = larger
    start = 0
  }

  private static let leastCapacity = 2048
}
