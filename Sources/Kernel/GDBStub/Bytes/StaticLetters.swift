/// Reads a text known to the compiler, from its beginning on.
///
/// Such a text ends with a zero, which is seen instead of its length: so whoever hands a text on
/// hands on an address alone.
@safe
struct StaticLetters {
  private var place: UnsafePointer<UInt8>

  /// Starts at the first byte of a text, which holds no zero.
  init(_ text: StaticString) { unsafe place = unsafe text.utf8Start }

  /// The next byte, which stays; 0 at the end.
  var next: UInt8 {
    // Safe: nobody goes on behind the zero.
    unsafe place.pointee
  }

  /// Goes behind the next byte, of which the caller knows that it is not the end.
  mutating func skip() { unsafe place += 1 }

  /// Takes the next byte; nil at the end.
  mutating func take() -> UInt8? {
    let byte = next
    guard byte != 0 else { return nil }
    skip()
    return byte
  }

  /// Goes behind the end of the line; false if no line follows.
  mutating func skipLine() -> Bool {
    while let byte = take() {
      if byte == 0x0a { return next != 0 }
    }
    return false
  }
}
