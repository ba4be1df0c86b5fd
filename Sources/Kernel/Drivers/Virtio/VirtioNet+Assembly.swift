internal import Hardware

// Frames that take several buffers, of which only the first has a header. Buffers are given back in
// the order in which they came, so that most such frames lie in buffers that lie side by side,
// where they can be read in place. Read first: Virtio 1.2, section 5.1.6.4.

extension VirtioNet where Transport: ~Copyable {
  /// Takes the buffers of a frame, and puts it together where they do not lie side by side.
  ///
  /// A device that names more buffers than it returns, or whose frame is larger than any of its
  /// link and no segment that it put together, is counted as a refused byte count, as is a frame
  /// for which there is no room; the frame is lost.
  ///
  /// - Parameters:
  ///   - first: The first buffer.
  ///   - bytes: What the device wrote there, at least a header.
  ///   - bufferCount: How many buffers it says there are.
  /// - Returns: The frame, readable until `giveBackGathered`; nil if it is refused.
  @unsafe
  @inline(never)
  @_optimize(size)
  mutating func gather(
    _ first: UInt16, _ bytes: UnsafeMutableRawBufferPointer, _ bufferCount: Int
  ) -> UnsafeRawBufferPointer? {
    // Safe: the buffers are not the device's now, and the first holds a header.
    let isSegmented = unsafe VirtioNetHeader.isSegmented(bytes)
    let skipped = transmitter.headerByteCount
    let start = unsafe bytes.baseAddress.unsafelyUnwrapped + skipped
    var sum = bytes.count &- skipped
    var isInPlace = true
    var isFull = bytes.count == receiveQueue.bufferByteCount
    var missing = bufferCount &- 1
    assembly.bufferCount = 1
    while missing > 0, let (buffer, byteCount) = receiveQueue.takeUsedOutOfLine() {
      missing &-= 1
      if isInPlace, isFull, Int(buffer) == Int(first) &+ assembly.bufferCount {
        assembly.bufferCount &+= 1
      } else {
        if isInPlace {
          isInPlace = false
          unsafe assembly.store(start, byteCount: sum, at: 0)
          giveBackGathered(from: first)
        }
        let bytes = unsafe receiveQueue.bytes(of: buffer, byteCount: byteCount)
        unsafe assembly.store(bytes.baseAddress.unsafelyUnwrapped, byteCount: byteCount, at: sum)
        receiveQueue.offer(buffer)
      }
      sum &+= byteCount
      isFull = byteCount == receiveQueue.bufferByteCount
    }
    let limit =
      isSegmented
      ? VirtioNetSettings.maximumSegmentedByteCount : mtu &+ VirtioNetSettings.linkByteCount
    guard missing == 0, sum <= limit, isInPlace || sum <= assembly.byteCount else {
      receiveQueue.countRefusedByteCount()
      giveBackGathered(from: first)
      return nil
    }
    // Safe: buffers side by side, all but the last full, hold as many bytes, or the assembly does.
    return unsafe UnsafeRawBufferPointer(start: isInPlace ? start : assembly.base, count: sum)
  }

  /// Gives the buffers of a frame back, in the order in which they came.
  @inline(never)
  @_optimize(size)
  mutating func giveBackGathered(from first: UInt16) {
    var buffer = first
    while assembly.bufferCount > 0 {
      assembly.bufferCount &-= 1
      receiveQueue.offer(buffer)
      buffer &+= 1
    }
  }
}
