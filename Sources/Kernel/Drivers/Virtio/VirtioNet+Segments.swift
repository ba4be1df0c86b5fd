public import Hardware

extension VirtioNet where Transport: ~Copyable {
  /// Makes room for TCP segments longer than a frame, as far as the device cuts them or puts them
  /// together.
  ///
  /// Without it, none can be sent, and of those that arrive most are refused.
  ///
  /// - Parameters:
  ///   - sendBuffers: How many may be under way to the device, 1 to 8; each takes 64 KiB.
  ///   - memory: Where the memory comes from, 64 KiB more for what arrives. If there is not enough,
  ///     the device is used without.
  public mutating func makeRoomForSegments<Memory: DMAMemory & ~Copyable>(
    sendBuffers: Int, memory: inout Memory
  ) {
    if features.contains(.mergedSegments), !receivesSegments,
      let region = memory.allocate(byteCount: VirtioNetSettings.maximumSegmentedByteCount)
    {
      // What it takes the place of is a page or three.
      assembly = VirtioNetAssembly(region)
    }
    _ = transmitter.makeSegmentBuffers(count: sendBuffers, memory: &memory)
  }

  /// Whether TCP segments are received that are longer than a frame of the link.
  public var receivesSegments: Bool {
    assembly.byteCount >= VirtioNetSettings.maximumSegmentedByteCount
  }
}
