internal import Hardware

extension VirtioNet where Transport: ~Copyable {
  /// Puts a frame together that takes several buffers, and gives the buffers back.
  ///
  /// Only the first has a header. A device that names more buffers than it returns, or whose frame
  /// is larger than any of its link, is counted as a refused byte count; the frame is lost.
  ///
  /// Source: Virtio 1.2, section 5.1.6.4.
  ///
  /// - Parameters:
  ///   - first: The first buffer.
  ///   - byteCount: How many bytes the device wrote there, at least those of the header.
  ///   - bufferCount: How many buffers it says there are.
  /// - Returns: Size of the frame in bytes; nil if it is refused.
  @inline(never)
  mutating func assemble(_ first: UInt16, _ byteCount: Int, _ bufferCount: Int) -> Int? {
    guard let assembly, bufferCount > 0, bufferCount <= receiveQueue.bufferCount else {
      receiveQueue.refuseByteCount(of: first)
      return nil
    }
    let skipped = transmitter.headerByteCount
    var sum = 0
    append(first, from: skipped, byteCount: byteCount - skipped, to: assembly, at: &sum)
    for _ in 1..<bufferCount {
      guard let (buffer, byteCount) = receiveQueue.takeUsed() else {
        receiveQueue.refuseByteCount(of: first)
        return nil
      }
      append(buffer, from: 0, byteCount: byteCount, to: assembly, at: &sum)
      receiveQueue.offer(buffer)
    }
    guard sum <= assembly.byteCount else {
      receiveQueue.refuseByteCount(of: first)
      return nil
    }
    receiveQueue.offer(first)
    return sum
  }

  /// Copies bytes of a buffer behind those that are there, as far as there is room.
  private func append(
    _ buffer: UInt16, from offset: Int, byteCount: Int, to assembly: DMARegion, at sum: inout Int
  ) {
    defer { sum += byteCount }
    guard sum + byteCount <= assembly.byteCount else { return }
    // Safe: the buffer is not the device's now; the room was just checked.
    unsafe (assembly.base + sum).copyMemory(
      from: receiveQueue.bytes(of: buffer, from: offset, byteCount: byteCount).baseAddress
        .unsafelyUnwrapped, byteCount: byteCount)
  }
}
