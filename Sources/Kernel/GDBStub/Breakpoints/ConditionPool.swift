/// The conditions of breakpoints, one after the other, as gdb sends them at every resumption.
///
/// Those of a breakpoint are a list: a length of two bytes and code each, a length of 0 at the end.
struct ConditionPool {
  private let bytes: ByteBuffer
  /// The first place is never used: it stands for no condition.
  private var end = 1

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

  /// Adds a condition to the list that was begun last; false if there is no room.
  mutating func append(_ code: ByteBuffer) -> Bool {
    guard code.count > 0, end + code.count + 2 <= bytes.count else { return false }
    bytes.store(UInt64(code.count), at: end - 2, byteCount: 2)
    bytes[end..<end + code.count].copy(code)
    end += code.count + 2
    bytes.store(0, at: end - 2, byteCount: 2)
    return true
  }

  /// The condition at a place; nil at the end of a list.
  func code(at place: Int) -> ByteBuffer? {
    guard place > 0, place + 2 <= bytes.count else { return nil }
    let count = Int(bytes.number(at: place, byteCount: 2))
    guard count > 0, place + 2 + count <= bytes.count else { return nil }
    return bytes[place + 2..<place + 2 + count]
  }
}
