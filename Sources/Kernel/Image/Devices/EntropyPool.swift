internal import Core
internal import CPU

/// The kernel's random numbers: one generator, and what feeds it.
enum EntropyPool {
  /// How hard the numbers are to guess; nil before the first one is drawn.
  nonisolated(unsafe) private(set) static var quality: RandomQuality?
  /// How many bytes a device has given.
  nonisolated(unsafe) private(set) static var deviceByteCount = 0
  nonisolated(unsafe) private static var generator: UnsafeMutablePointer<RandomGenerator>?
  nonisolated(unsafe) private static var device: EntropySource?

  /// Seeds the generator, if that was not done.
  static func prepare() {
    _ = unsafe ready()
  }

  /// Draws a number.
  static func word() -> UInt64 {
    unsafe ready().pointee.next()
  }

  /// Fills memory with random bytes.
  @unsafe
  static func fill(_ target: UnsafeMutableRawBufferPointer) {
    unsafe ready().pointee.fill(target)
  }

  /// The generator, with a seed in it.
  @unsafe
  private static func ready() -> UnsafeMutablePointer<RandomGenerator> {
    // Safe: one core, and no interrupt handler draws.
    guard let generator = unsafe generator else { return unsafe start() }
    if unsafe generator.pointee.isDueForEntropy { refresh() }
    return unsafe generator
  }

  @unsafe
  private static func start() -> UnsafeMutablePointer<RandomGenerator> {
    let made = UnsafeMutablePointer<RandomGenerator>.allocate(capacity: 1)
    unsafe made.initialize(to: RandomGenerator())
    unsafe generator = unsafe made
    if let seed = unsafe commandLine.value(of: "seed") {
      // Nothing else is mixed in: a test wants the same numbers each time.
      unsafe quality = .fixed
      let bytes = Array(seed)
      unsafe made.pointee.mix(bytes.span.bytes)
      return unsafe made
    }
    unsafe quality = mixProcessor() ? .seeded : .weak
    unsafe device?.start()
    if unsafe quality == .weak {
      log(.warning, "there is no source of entropy: numbers can be guessed", module: "random")
    }
    return unsafe made
  }

  /// Mixes in what there is, after so much was drawn.
  private static func refresh() {
    guard unsafe quality != .fixed else {
      // The key alone goes on; the count starts anew.
      let nothing: [UInt64] = []
      unsafe generator?.pointee.mix(nothing.span.bytes)
      return
    }
    if mixProcessor() { unsafe quality = .seeded }
    unsafe device?.request()
  }

  /// Mixes in what the processor gives.
  ///
  /// - Returns: Whether it gave 256 bits that nobody can guess.
  private static func mixProcessor() -> Bool {
    var words: [UInt64] = [Randomness.jitter(), TimestampCounter.now]
    var count = 0
    for _ in 0..<4 {
      guard let word = Randomness.word() else { break }
      words.append(word)
      count += 1
    }
    unsafe generator?.pointee.mix(words.span.bytes)
    return count == 4
  }

  /// Mixes in what a device has given; less than 256 bits can be tried out.
  static func mix(_ bytes: RawSpan) {
    unsafe generator?.pointee.mix(bytes)
    unsafe deviceByteCount += bytes.byteCount
    if bytes.byteCount >= 32 { unsafe quality = .seeded }
  }

  /// Takes a device as a further source, from now on.
  static func add(_ source: EntropySource) {
    unsafe device = source
    if unsafe generator != nil, unsafe quality != .fixed { source.start() }
  }
}

/// A device that gives entropy, behind pointers: the linker leaves its driver out of an image whose
/// service draws no numbers itself.
struct EntropySource {
  /// Starts the device and asks it for bytes; waits for them if there is no other source.
  let start: @convention(c) () -> Void
  /// Asks it for more bytes.
  let request: @convention(c) () -> Void
}
