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

  /// Fills memory with a byte.
  @inline(never)
  static func fill(_ address: UInt, _ byteCount: Int, _ byte: UInt8) {
    unsafe pointer(address).initializeMemory(as: UInt8.self, repeating: byte, count: byteCount)
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
    let bytes = unsafe pointer(address)
    for offset in 0..<max(byteCount, 0)
    where unsafe bytes.load(fromByteOffset: offset, as: UInt8.self) != byte {
      return address &+ UInt(offset)
    }
    return nil
  }

  @inline(__always)
  private static func pointer(_ address: UInt) -> UnsafeMutableRawPointer {
    // Safe: blocks start at multiples of 16 and never at address 0, as page 0 is never handed out.
    unsafe UnsafeMutableRawPointer(bitPattern: address).unsafelyUnwrapped
  }
}
