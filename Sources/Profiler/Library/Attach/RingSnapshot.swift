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
    var byteCount = lastByteCount
    while let link = link(of: byteCount, before: position, notBefore: oldest) {
      position -= UInt64(byteCount)
      guard link.number > 0 else { break }
      byteCount =
        link.previousByteCount
        ?? largeByteCount(before: position, number: link.number - 1, notBefore: oldest)
    }
    return position
  }

  /// What a sample tells of the one before it.
  private struct Link {
    /// Its own number.
    var number: UInt32
    /// Bytes of the one before; nil if they are too many to be told.
    var previousByteCount: Int?
  }

  /// Reads the sample of so many bytes that ends at a position; nil if there is none.
  private func link(of byteCount: Int, before position: UInt64, notBefore oldest: UInt64) -> Link? {
    guard byteCount > 0, position >= oldest + UInt64(byteCount),
      let bytes = bytes(at: position - UInt64(byteCount)), bytes.count >= byteCount
    else { return nil }
    let sample = bytes.prefix(byteCount)
    let span = sample.span.bytes
    guard let record = try? SampleRecord(span), record.byteCount == byteCount else { return nil }
    return Link(number: record.number, previousByteCount: record.previousByteCount)
  }

  /// Searches for a sample that is too large for the one behind it to tell its bytes.
  ///
  /// - Returns: Its bytes; 0 if there is none.
  private func largeByteCount(
    before position: UInt64, number: UInt32, notBefore oldest: UInt64
  ) -> Int {
    let sizes = stride(
      from: SampleLayout.largeByteCount, through: SampleLayout.maximumByteCount, by: 8)
    for size in sizes where position >= oldest + UInt64(size) {
      let found = link(of: size, before: position, notBefore: oldest)
      if found?.number == number { return size }
    }
    return 0
  }
}
