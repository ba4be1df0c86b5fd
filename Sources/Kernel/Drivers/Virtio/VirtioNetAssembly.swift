internal import Hardware

/// Where a frame is read that takes several buffers.
@safe
struct VirtioNetAssembly {
  /// Where frames are put together whose buffers do not lie side by side; nil if there are none.
  let base: UnsafeMutableRawPointer?
  /// How many bytes find room there.
  let byteCount: Int
  /// How many buffers, from the first on, hold the frame where it came in.
  var bufferCount = 0

  /// Takes the memory.
  init(_ memory: DMARegion?) {
    unsafe base = memory?.base
    byteCount = memory?.byteCount ?? 0
  }

  /// Copies bytes to a place in the memory, if there is room.
  @unsafe
  @inline(never)
  @_optimize(size)
  mutating func store(_ bytes: UnsafeRawPointer, byteCount: Int, at offset: Int) {
    guard offset &+ byteCount <= self.byteCount, let base = unsafe base else { return }
    // Safe: the room was just checked.
    unsafe (base + offset).copyMemory(from: bytes, byteCount: byteCount)
  }
}
