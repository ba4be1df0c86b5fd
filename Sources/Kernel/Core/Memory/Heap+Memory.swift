// What the heap writes into the memory that it manages.
//
// A free block has the offset of the next one in its first two bytes, and a mark in bytes 8 to 15,
// by which a second free of it is noticed.

extension Heap {
  /// What freed blocks are marked with.
  @inline(__always)
  static var freedMark: UInt64 { 0x7fb3_9d25_c8e1_460a }

  /// Byte offset in the page of the free block after this one.
  @inline(__always)
  static func link(_ address: UInt) -> UInt16 {
    unsafe pointer(address).load(as: UInt16.self)
  }

  @inline(__always)
  static func setLink(_ address: UInt, _ offset: UInt16) {
    unsafe pointer(address).storeBytes(of: offset, as: UInt16.self)
  }

  @inline(__always)
  static func mark(_ address: UInt) -> UInt64 {
    unsafe pointer(address).load(fromByteOffset: 8, as: UInt64.self)
  }

  @inline(__always)
  static func setMark(_ address: UInt, _ mark: UInt64) {
    unsafe pointer(address).storeBytes(of: mark, toByteOffset: 8, as: UInt64.self)
  }

  /// Fills memory with a byte; eight at once, as debug builds call it for every block.
  @inline(never)
  static func fill(_ address: UInt, _ byteCount: Int, _ byte: UInt8) {
    let word = pattern(byte)
    var cursor = address
    let end = address &+ UInt(max(byteCount, 0))
    while cursor &+ 8 <= end {
      unsafe pointer(cursor).storeBytes(of: word, as: UInt64.self)
      cursor &+= 8
    }
    while cursor < end {
      unsafe pointer(cursor).storeBytes(of: byte, as: UInt8.self)
      cursor &+= 1
    }
  }

  /// Copies memory that does not overlap.
  static func copy(from source: UInt, to target: UInt, _ byteCount: Int) {
    unsafe pointer(target).copyMemory(from: pointer(source), byteCount: byteCount)
  }

  static func word(_ address: UInt) -> UInt64 {
    unsafe pointer(address).load(as: UInt64.self)
  }

  static func setWord(_ address: UInt, _ word: UInt64) {
    unsafe pointer(address).storeBytes(of: word, as: UInt64.self)
  }

  /// Address of the first byte that is not as it should be; nil if all are.
  static func firstOther(than byte: UInt8, _ address: UInt, _ byteCount: Int) -> UInt? {
    let word = pattern(byte)
    var cursor = address
    let end = address &+ UInt(max(byteCount, 0))
    while cursor &+ 8 <= end, unsafe pointer(cursor).loadUnaligned(as: UInt64.self) == word {
      cursor &+= 8
    }
    while cursor < end {
      if unsafe pointer(cursor).load(as: UInt8.self) != byte { return cursor }
      cursor &+= 1
    }
    return nil
  }

  private static func pattern(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

  @inline(__always)
  private static func pointer(_ address: UInt) -> UnsafeMutableRawPointer {
    // Safe: blocks start at multiples of 16 and never at address 0, as page 0 is never handed out.
    unsafe UnsafeMutableRawPointer(bitPattern: address).unsafelyUnwrapped
  }
}
