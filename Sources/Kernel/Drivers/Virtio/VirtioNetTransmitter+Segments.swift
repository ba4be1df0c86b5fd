public import Hardware

// Segments longer than a frame. Read first: Virtio 1.2, section 5.1.6.2.
//
// One descriptor covers a whole segment, as its memory lies in one piece: indirect descriptors, or
// a chain, would only give the device more to read.

extension VirtioNetTransmitter where Transport: ~Copyable {
  /// Makes buffers for segments that the device cuts into frames, if it does.
  ///
  /// - Parameters:
  ///   - count: How many, 1 to 8; each takes 64 KiB for the rest of the run.
  ///   - memory: Where they come from.
  /// - Returns: Whether long segments can be sent.
  mutating func makeSegmentBuffers<Memory: DMAMemory & ~Copyable>(
    count: Int, memory: inout Memory
  ) -> Bool {
    guard cutsSegments else { return false }
    guard segmentBuffers.isEmpty else { return true }
    guard let buffers = VirtioSegmentBuffers(count: count, memory: &memory) else { return false }
    segmentBuffers = buffers
    return true
  }

  /// The longest segment that can be sent in one piece, in bytes, link header included; 0 if no
  /// segment may be longer than a frame.
  public var maximumSegmentedByteCount: Int {
    segmentBuffers.isEmpty ? 0 : VirtioNetSettings.maximumSegmentedByteCount
  }

  /// Queues a segment that a closure writes in place, and that the device cuts into frames.
  ///
  /// - Parameters:
  ///   - byteCount: Size in bytes of the frame that it would be, link header included.
  ///   - segmentation: How it is cut.
  ///   - fill: Writes every byte; what is in the buffer before is an older segment.
  /// - Returns: False, without calling the closure, if no buffer is free or the segment too long.
  public mutating func transmit(
    byteCount: Int, segmentation: FrameSegmentation, _ fill: (inout MutableRawSpan) -> Void
  ) -> Bool {
    guard byteCount > 0, byteCount <= maximumSegmentedByteCount else { return false }
    precondition(segmentation.segmentByteCount > 0, "segments without payload")
    if !segmentBuffers.hasFree { reclaim() }
    guard segmentBuffers.hasFree, let buffer = takeBuffer() else { return false }
    guard let memory = segmentBuffers.take(for: buffer) else {
      queue.putFree(buffer)
      return false
    }
    let bytes = unsafe UnsafeMutableRawBufferPointer(
      start: memory.base, count: headerByteCount + byteCount)
    // Safe: the memory is larger than that, and not the device's until the buffer is offered.
    unsafe VirtioNetHeader.emit(segmentation, into: bytes)
    var frame = unsafe MutableRawSpan(
      _unsafeStart: memory.base + headerByteCount, byteCount: byteCount)
    fill(&frame)
    queue.redirect(buffer, to: memory.physical, byteCount: headerByteCount + byteCount)
    queue.offer(buffer)
    return true
  }
}
