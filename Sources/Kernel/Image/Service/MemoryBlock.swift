internal import Boot
internal import Core

/// Memory that belongs to whoever holds this value; it is free again when the value ends.
///
///     var block = try system.memory.allocate(byteCount: 1 << 20)
///     var bytes = block.mutableBytes
///     bytes.storeBytes(of: 42, toByteOffset: 0, as: UInt64.self)
@safe
public struct MemoryBlock: ~Copyable {
  private var base: UnsafeMutableRawPointer
  /// Size, in bytes.
  public private(set) var byteCount: Int

  /// Takes over an allocated block.
  init(address: UInt, byteCount: Int) {
    // Safe: the heap's blocks are never at address 0, and hold what was asked for.
    unsafe base = UnsafeMutableRawPointer(bitPattern: address).unsafelyUnwrapped
    self.byteCount = byteCount
    unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    swiftlet_block_moved(0, UInt64(address), UInt64(byteCount))
  }

  deinit {
    // Safe: one core, and nobody else knows the block.
    unsafe heap?.pointee.free(UInt(bitPattern: base))
    unsafe swiftlet_block_moved(UInt64(UInt(bitPattern: base)), 0, 0)
  }

  /// The memory, to be read in place.
  public var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      // Safe: the block lives as long as this value.
      unsafe _overrideLifetime(
        RawSpan(_unsafeStart: base, byteCount: byteCount), borrowing: self)
    }
  }

  /// The memory, to be written in place.
  public var mutableBytes: MutableRawSpan {
    @_lifetime(&self)
    mutating get {
      // Safe: the block lives as long as this value, and its holder alone has it.
      unsafe _overrideLifetime(
        MutableRawSpan(_unsafeStart: base, byteCount: byteCount), mutating: &self)
    }
  }

  /// Makes the block longer or shorter, where it lies if possible; new bytes are zeroes.
  ///
  /// - Throws: `OutOfMemory` if there is not so much in one piece; then nothing has changed.
  public mutating func resize(to byteCount: Int) throws(OutOfMemory) {
    guard byteCount >= 0,
      let address = unsafe heap?.pointee.reallocate(UInt(bitPattern: base), byteCount),
      let moved = unsafe UnsafeMutableRawPointer(bitPattern: address)
    else { throw OutOfMemory(byteCount) }
    unsafe swiftlet_block_moved(
      UInt64(UInt(bitPattern: base)), UInt64(address), UInt64(byteCount))
    unsafe base = moved
    if byteCount > self.byteCount {
      unsafe (moved + self.byteCount).initializeMemory(
        as: UInt8.self, repeating: 0, count: byteCount - self.byteCount)
    }
    self.byteCount = byteCount
  }
}
