/// Random numbers that nobody can foretell.
///
///     var random = system.random
///     let roll = Int.random(in: 1...6, using: &random)
///
/// All draw from one generator, ChaCha20, that is fed by the processor and by virtio-rng.
public struct Random: RandomNumberGenerator, Sendable {
  init() {}

  /// Draws a number.
  public func next() -> UInt64 { EntropyPool.word() }

  /// Draws bytes.
  ///
  /// - Precondition: The count is not negative.
  public func bytes(count: Int) -> [UInt8] {
    // Safe: the buffer has room for as many bytes, and all are written.
    unsafe .init(unsafeUninitializedCapacity: count) { buffer, initializedCount in
      unsafe EntropyPool.fill(
        UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: count))
      initializedCount = count
    }
  }

  /// How hard the numbers are to guess.
  public var quality: RandomQuality {
    if let quality = unsafe EntropyPool.quality { return quality }
    EntropyPool.prepare()
    return unsafe EntropyPool.quality ?? .weak
  }

  /// How many bytes virtio-rng has given so far.
  public var deviceByteCount: Int { unsafe EntropyPool.deviceByteCount }

  /// Whether nobody can guess the numbers.
  public var isSeeded: Bool { quality == .seeded }
}

/// How hard random numbers are to guess.
public enum RandomQuality: Sendable {
  /// At least 256 bits came from a source that nobody can guess.
  case seeded
  /// The seed is on the command line, so that each run draws the same: for tests alone.
  case fixed
  /// The machine has no source of entropy; time alone went into the seed.
  case weak
}
