internal import Telemetry

/// What lies in a ring between two positions, copied out of a guest's memory.
struct RingSnapshot {
  /// Positions that were copied.
  let positions: Range<UInt64>
  /// Bytes of the ring, a power of two.
  let capacity: UInt64
  /// From the first position up to the end of the ring and into its slack, and from its beginning.
  let pieces: [[UInt8]]

  /// Places of the guest's memory that hold what lies between two positions of a ring.
  static func places(
    of positions: Range<UInt64>, in block: SamplerBlock
  ) -> [(address: UInt64, count: Int)] {
    guard block.ringAddress != 0, block.capacity > 0, !positions.isEmpty else { return [] }
    let offset = positions.lowerBound & (block.capacity - 1)
    let count = UInt64(positions.count)
    let straight = min(count, block.capacity - offset + block.slack)
    let first = (block.ringAddress + offset, Int(straight))
    guard offset + count > block.capacity else { return [first] }
    return [first, (block.ringAddress, Int(offset + count - block.capacity))]
  }

  /// The bytes of the sample at a position, and more behind it; nil if it was not copied.
  func bytes(at position: UInt64) -> ArraySlice<UInt8>? {
    guard positions.contains(position), let first = pieces.first else { return nil }
    let start = positions.lowerBound & (capacity - 1)
    let distance = position - positions.lowerBound
    if start + distance < capacity { return first.dropFirst(Int(distance)) }
    return pieces.count > 1 ? pieces[1].dropFirst(Int(start + distance - capacity)) : nil
  }

  /// The first position in an unbroken chain of samples that leads up to the end.
  ///
  /// - Parameters:
  ///   - oldest: The first position that nothing has overwritten.
  ///   - lastByteCount: Bytes of the last sample.
  /// - Returns: The position; the end if the last sample is damaged.
  func oldestSample(notBefore oldest: UInt64, lastByteCount: Int) -> UInt64 {
    var position = positions.upperBound
    var byteCount: Int? = lastByteCount
    while let size = byteCount, size > 0, position >= oldest + UInt64(size),
      let bytes = bytes(at: position - UInt64(size)), bytes.count >= size
    {
      let sample = bytes.prefix(size)
      let span = sample.span.bytes
      guard let record = try? SampleRecord(span), record.byteCount == size else { break }
      position -= UInt64(size)
      byteCount = record.number == 0 ? nil : record.previousByteCount
    }
    return position
  }
}
