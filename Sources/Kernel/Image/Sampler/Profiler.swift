internal import Boot
internal import CInstructions
internal import CPU
internal import Sampler
public import Telemetry

/// The sampler as a service sees it: a service can profile itself, and say what it is at.
///
/// A service that uses it has the sampler in its image, whether the image was linked with the tool
/// or not. The host reads the samples of a running guest: `profiler record`.
public struct Profiler: Sendable {
  init() {}

  /// Begins to take samples, or changes how often.
  ///
  /// - Parameters:
  ///   - rate: How often a second, on average; 1 to 100,000.
  ///   - nonMaskable: Whether code is seen that runs with interrupts off.
  ///   - jitter: By how much intervals may differ from their mean, in thousandths; 0 makes a
  ///     regular clock, which lies about regular work.
  ///   - seed: Where the intervals' random numbers begin.
  ///   - allocations: How many bytes of blocks lie between two samples of allocations, on average;
  ///     0 for none. Only images that are linked with the tool see allocations, and waits.
  public func start(
    rate: Int = 1000, nonMaskable: Bool = false, jitter: Int = 500, seed: UInt64 = 1,
    allocations: Int = 0
  ) {
    var settings = SamplingSettings(
      mode: nonMaskable ? .nonMaskable : .timer, rate: UInt32(clamping: rate),
      jitter: UInt32(clamping: jitter), seed: seed)
    settings.allocationPeriod = UInt64(clamping: allocations)
    configure(settings)
  }

  /// Ends sampling; what was taken stays to be read.
  public func stop() {
    guard unsafe sampling != nil else { return }
    configure(SamplingSettings(mode: .off, rate: UInt32(clamping: block.rate)))
  }

  /// What the service is at, in numbers of its own: a request, a task.
  ///
  /// Each sample has the label that holds when it is taken. 0 says nothing: samples of an image
  /// that is linked with the tool then tell of the task that runs: `TaskLabel`.
  public var label: UInt64 {
    get { UInt64(bitPattern: SamplerWord.ownLabel.value) }
    nonmutating set {
      SamplerWord.ownLabel.value = Int64(bitPattern: newValue)
      let task = UInt64(bitPattern: SamplerWord.taskLabel.value)
      unsafe sampling?.pointee.taker.ring.block.pointee.label = newValue != 0 ? newValue : task
    }
  }

  /// How often the sampler's timer ran out.
  public var firedCount: UInt64 { block.fired }

  /// How many samples were written, of all kinds.
  public var recordedCount: UInt64 { block.recorded }

  /// How often that gave no sample.
  public var droppedCount: UInt64 { block.dropped }

  /// Runs a stretch of work that has a name; samples of the host's profile show it.
  ///
  /// - Parameters:
  ///   - name: What it is called.
  ///   - body: The work.
  /// - Returns: What the work returns.
  /// - Throws: What the work throws.
  @inline(__always)
  public func withSpan<Result, Failure: Error>(
    _ name: StaticString, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let start = TimestampCounter.now
    let place = beginSpan(name, at: start)
    defer { tellOfSpan(name, since: start, place) }
    return try body()
  }

  /// Runs a stretch of work that has a name and may wait.
  ///
  /// - Parameters:
  ///   - name: What it is called.
  ///   - body: The work.
  /// - Returns: What the work returns.
  /// - Throws: What the work throws.
  @inline(__always)
  public func withSpan<Result, Failure: Error>(
    _ name: StaticString, _ body: () async throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    let start = TimestampCounter.now
    let place = beginSpan(name, at: start)
    defer { tellOfSpan(name, since: start, place) }
    return try await body()
  }

  /// Visits the samples that the ring holds, the oldest first; only while no samples are taken.
  public func forEachSample(_ body: (borrowing SampleRecord) -> Void) {
    guard unsafe sampling != nil, block.mode == SamplingMode.off.rawValue else { return }
    // Safe: nobody writes samples meanwhile.
    unsafe sampling.unsafelyUnwrapped.pointee.taker.ring.forEach(body)
  }

  /// Whether an address, as samples have it, is one of the image's code.
  public func isCode(_ address: UInt32) -> Bool { CallStack.isCode(UInt64(address)) }

  private var block: SamplerBlock {
    unsafe sampling?.pointee.taker.ring.block.pointee ?? SamplerBlock()
  }

  @inline(never)
  private func configure(_ settings: SamplingSettings) {
    installSampler()
    cpu_disable_interrupts()
    // Safe: it has just been installed, and its handlers wait.
    unsafe sampling.unsafelyUnwrapped.pointee.apply(settings)
    cpu_enable_interrupts()
  }
}

/// The stretches of work that have begun and not ended.
///
/// Safe: the image has room for them alone, and no handler looks at them.
private var openSpans: OpenSpans {
  unsafe OpenSpans(
    unsafeMemory: UnsafeMutableRawPointer(bitPattern: UInt(address_of_kernel_sampler_spans()))
      .unsafelyUnwrapped)
}

/// Notes a stretch of work that begins here, for a host that finds the guest before its end.
@inline(never)
private func beginSpan(_ name: StaticString, at start: UInt64) -> Int? {
  // Safe: the sampler stays where it is.
  guard let sampling = unsafe sampling, unsafe sampling.pointee.recordsWaits else { return nil }
  return unsafe openSpans.begin(
    OpenSpan(
      start: start, nameAddress: UInt64(UInt(bitPattern: name.utf8Start)),
      nameByteCount: UInt64(name.utf8CodeUnitCount),
      label: unsafe sampling.pointee.taker.ring.block.pointee.label))
}

/// Tells of a stretch of work that ends here.
@inline(never)
private func tellOfSpan(_ name: StaticString, since start: UInt64, _ place: Int?) {
  openSpans.end(place)
  // Safe: the sampler stays where it is.
  guard let sampling = unsafe sampling, unsafe sampling.pointee.recordsWaits else { return }
  let now = TimestampCounter.now
  let code = InterruptedCode(
    instruction: 0, framePointer: cpu_frame_pointer(), stackPointer: cpu_stack_pointer(),
    flags: 0x200)
  _ = unsafe sampling.pointee.taker.tell(
    .span, code, tick: now,
    values: (
      now &- start, UInt64(UInt(bitPattern: name.utf8Start)), UInt64(name.utf8CodeUnitCount)
    ), valueCount: 3)
}

extension System {
  /// The sampler, by which a service can profile itself.
  public var profiler: Profiler { Profiler() }
}
