/// The code of breakpoints, as gdb sends it at every resumption: conditions, and commands that are
/// followed where a condition holds.
///
/// One after the other lie the number of a breakpoint, whether this is a command, two bytes of
/// length, and the code.
struct ConditionPool {
  private let bytes: ByteBuffer
  private var end = 0

  private static var headerByteCount: Int { 4 }

  /// Takes memory for code.
  init(_ bytes: ByteBuffer) {
    self.bytes = bytes
  }

  /// Whether there is none.
  var isEmpty: Bool { end == 0 }

  /// Forgets all.
  mutating func removeAll() { end = 0 }

  /// Adds code to that of a breakpoint; false if there is no room.
  @inline(never)
  mutating func append(_ code: ByteBuffer, of owner: Int, isCommand: Bool) -> Bool {
    let (start, stop) = (end &+ Self.headerByteCount, end &+ Self.headerByteCount &+ code.count)
    guard !code.isEmpty, stop <= bytes.count else { return false }
    let header = Self.key(owner, isCommand) | UInt64(code.count) << 16
    bytes.store(header, at: end, byteCount: Self.headerByteCount)
    bytes.part(start, stop).copy(code)
    end = stop
    return true
  }

  /// Takes out all code of a breakpoint; what lies behind it moves up.
  @inline(never)
  mutating func remove(of owner: Int) {
    var (place, kept) = (0, 0)
    while place < end {
      let start = place
      let header = takeHeader(&place)
      guard UInt8(truncatingIfNeeded: header) != UInt8(truncatingIfNeeded: owner) else { continue }
      bytes.from(kept).copy(bytes.part(start, place))
      kept &+= place &- start
    }
    end = kept
  }

  /// Finds the next code of a breakpoint, conditions or commands.
  ///
  /// - Parameters:
  ///   - owner: The number of the breakpoint.
  ///   - isCommand: Whether commands are wanted.
  ///   - place: Where to look, at first 0; it is moved on.
  /// - Returns: The code; nil if there is no more.
  @inline(never)
  mutating func next(of owner: Int, isCommand: Bool, _ place: inout Int) -> ByteBuffer? {
    while place < end {
      let start = place &+ Self.headerByteCount
      let header = takeHeader(&place)
      if header & 0xffff == Self.key(owner, isCommand) { return bytes.part(start, place) }
    }
    return nil
  }

  /// Reads the header at a place, which is moved behind the code.
  private mutating func takeHeader(_ place: inout Int) -> UInt64 {
    let header = bytes.number(at: place, byteCount: Self.headerByteCount)
    place &+= Self.headerByteCount &+ Int(truncatingIfNeeded: header >> 16)
    return header
  }

  private static func key(_ owner: Int, _ isCommand: Bool) -> UInt64 {
    UInt64(truncatingIfNeeded: owner & 255) | (isCommand ? 256 : 0)
  }
}
