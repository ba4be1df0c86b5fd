/// The code of breakpoints, one after the other, as gdb sends it at every resumption: conditions,
/// and commands that are followed where a condition holds.
///
/// That of a breakpoint is a list: a length of two bytes and code each, a length of 0 at the end.
/// The highest bit of a length tells commands from conditions.
struct ConditionPool {
  private let bytes: ByteBuffer
  /// The first place is never used: it stands for no code.
  private var end = 1

  private static var commandBit: Int { 0x8000 }

  /// Takes memory for code.
  init(_ bytes: ByteBuffer) {
    self.bytes = bytes
  }

  /// Forgets all.
  mutating func removeAll() { end = 1 }

  /// Begins the list of a breakpoint.
  ///
  /// - Returns: Its place; nil if there is no room.
  mutating func begin() -> Int? {
    guard end + 2 <= bytes.count else { return nil }
    bytes.store(0, at: end, byteCount: 2)
    end += 2
    return end - 2
  }

  /// Adds code to the list that was begun last; false if there is no room.
  mutating func append(_ code: ByteBuffer, isCommand: Bool) -> Bool {
    guard code.count > 0, end + code.count + 2 <= bytes.count else { return false }
    let length = code.count | (isCommand ? Self.commandBit : 0)
    bytes.store(UInt64(length), at: end - 2, byteCount: 2)
    bytes[end..<end + code.count].copy(code)
    end += code.count + 2
    bytes.store(0, at: end - 2, byteCount: 2)
    return true
  }

  /// Takes out the list at a place; those behind it move up.
  ///
  /// - Returns: By how many bytes.
  mutating func remove(at place: Int) -> Int {
    var stop = place
    while let (code, _) = code(at: stop) { stop += code.count + 2 }
    stop += 2
    bytes[place..<end].copy(bytes[stop..<end])
    end -= stop - place
    return stop - place
  }

  /// The code at a place, and whether it is a command; nil at the end of a list.
  func code(at place: Int) -> (code: ByteBuffer, isCommand: Bool)? {
    guard place > 0, place + 2 <= bytes.count else { return nil }
    let length = Int(bytes.number(at: place, byteCount: 2))
    let count = length & ~Self.commandBit
    guard count > 0, place + 2 + count <= bytes.count else { return nil }
    return (bytes[place + 2..<place + 2 + count], length & Self.commandBit != 0)
  }
}
