internal import Hardware

// For who looks at buffers after they have passed: nothing is kept for that, so that it costs
// nothing where nobody looks. What may have been overwritten since is not shown.

extension Virtqueue {
  /// A buffer that the device has filled and the driver has taken.
  ///
  /// - Parameter position: Its position in the used ring, before `consumed`.
  /// - Returns: What the device wrote; nil if the device may have filled the buffer anew.
  @unsafe @inline(never)
  func taken(at position: UInt16) -> UnsafeRawBufferPointer? {
    let (index, byteCount) = memory.usedEntry(at: position)
    // It comes again behind all others; the device may be filling the one behind the last.
    guard Int(memory.usedPosition &- position) < bufferCount &- 1, index < UInt32(bufferCount),
      byteCount <= UInt32(bufferByteCount)
    else { return nil }
    // Safe: the initialiser checked that all buffers lie inside memory that is never freed.
    return unsafe UnsafeRawBufferPointer(
      start: buffers.base + Int(index) &* bufferByteCount, count: Int(byteCount))
  }

  /// What the driver has given to the device, and is not the driver's again.
  ///
  /// - Parameter position: Its position in the available ring, before `offered`.
  /// - Returns: Where the device sees it, and its size in bytes; nil if it may have changed.
  mutating func given(at position: UInt16) -> (address: PhysicalAddress, byteCount: Int)? {
    let buffer = memory.availableEntry(at: position)
    guard buffer < 256, next[Int(buffer)] == Place.device else { return nil }
    var later = position &+ 1
    while later != offered {
      if memory.availableEntry(at: later) == buffer { return nil }
      later &+= 1
    }
    return memory.described(buffer)
  }
}

extension DMARegion {
  /// Where the driver sees what the device sees at an address; nil if that is not in the region.
  @unsafe
  func pointer(to address: PhysicalAddress) -> UnsafeRawPointer? {
    let offset = address.rawValue &- physical.rawValue
    guard offset < UInt64(truncatingIfNeeded: byteCount) else { return nil }
    return unsafe UnsafeRawPointer(base) + Int(truncatingIfNeeded: offset)
  }
}
