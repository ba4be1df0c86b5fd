internal import Boot
internal import CInstructions
internal import CPU
internal import Sampler
internal import Telemetry

/// Which allocations are sampled, and which of those blocks are still in use.
///
/// In an image that is linked with the tool, what allocates takes each block off a budget of bytes,
/// and comes here when that is used up; what frees comes here as long as blocks are followed.
struct AllocationSampling {
  private var blocks: TrackedBlocks
  private var budget: AllocationBudget

  /// Takes an empty table.
  init(_ blocks: TrackedBlocks) {
    self.blocks = blocks
    // Safe: the image has the word for this alone, and it stays.
    budget = unsafe AllocationBudget(
      unsafeWord: UnsafeRawPointer(bitPattern: UInt(address_of_sampler_byte_budget()))
        .unsafelyUnwrapped)
  }

  /// Begins anew at the next allocation; for interrupts, which may come in the midst of all else.
  func forget() { budget.forget() }

  /// Takes a block whose bytes have used up the budget.
  ///
  /// - Parameters:
  ///   - address: The block.
  ///   - byteCount: Its bytes, as they were asked for.
  ///   - framePointer: Frame of the function that allocates.
  ///   - taker: Takes the sample.
  @inline(never)
  mutating func take(
    _ address: UInt64, byteCount: UInt64, framePointer: UInt64, _ taker: SampleTaker<KernelStacks>
  ) {
    let (period, isAnew) = budget.renew { unsafe taker.ring.block.pointee.allocationPeriod }
    if isAnew { forgetBlocks() }
    if isAnew || period == 0 { return }
    let isTracked = blocks.insert(address)
    let code = InterruptedCode(
      instruction: 0, framePointer: framePointer, stackPointer: framePointer, flags: 0x200)
    let isTold = taker.tell(
      .allocation, code, tick: TimestampCounter.now,
      values: (isTracked ? address : 0, byteCount, period), valueCount: 3)
    if isTracked, !isTold { _ = blocks.remove(address) }
    SamplerWord.trackedCount.value = Int64(blocks.count)
  }

  /// Tells that a block is given back, if it was sampled.
  @inline(never)
  mutating func release(_ address: UInt64, framePointer: UInt64, _ taker: SampleTaker<KernelStacks>)
  {
    if budget.isStale { forgetBlocks() }
    guard blocks.remove(address) else { return }
    SamplerWord.trackedCount.value = Int64(blocks.count)
    let code = InterruptedCode(
      instruction: 0, framePointer: framePointer, stackPointer: framePointer, flags: 0x200)
    _ = taker.tell(
      .release, code, tick: TimestampCounter.now, values: (address, 0, 0), valueCount: 1)
  }

  private mutating func forgetBlocks() {
    blocks.removeAll()
    SamplerWord.trackedCount.value = 0
  }
}

/// A number that `Sources/Kernel/Boot/sampler.S` counts with, one instruction at a time.
struct SamplerWord {
  private let address: UInt64

  /// How many bytes may still be taken until a block is sampled.
  static var byteBudget: SamplerWord { SamplerWord(address: address_of_sampler_byte_budget()) }
  /// How many blocks are followed until they are given back.
  static var trackedCount: SamplerWord { SamplerWord(address: address_of_sampler_tracked_count()) }
  /// The label that the service has set; 0 if none.
  static var ownLabel: SamplerWord { SamplerWord(address: address_of_sampler_own_label()) }
  /// The label of the task that runs; 0 if none does.
  static var taskLabel: SamplerWord { SamplerWord(address: address_of_sampler_task_label()) }
  /// When the run loop was last about to halt, in ticks.
  static var waitTick: SamplerWord { SamplerWord(address: address_of_sampler_wait_tick()) }

  /// The number.
  var value: Int64 {
    // Safe, both: the image has the word for this alone.
    get { unsafe UnsafePointer<Int64>(bitPattern: UInt(address)).unsafelyUnwrapped.pointee }
    nonmutating set {
      unsafe UnsafeMutablePointer<Int64>(bitPattern: UInt(address)).unsafelyUnwrapped.pointee =
        newValue
    }
  }
}

// Where `Sources/Kernel/Boot/sampler.S` calls. Safe, all of them: the sampler stays where it is,
// what allocates is called by no interrupt handler, and those change nothing here but what `forget`
// says.

/// A block was allocated whose bytes have used up the budget.
@c(kernel_sample_allocation)
func sampleAllocation(_ address: UInt64, _ byteCount: UInt64, _ framePointer: UInt64) {
  guard let sampling = unsafe sampling else {
    SamplerWord.byteBudget.value = .max
    return
  }
  unsafe sampling.pointee.allocations.take(
    address, byteCount: byteCount, framePointer: framePointer, sampling.pointee.taker)
}

/// A block is about to be freed, while blocks are followed.
@c(kernel_sample_release)
func sampleRelease(_ address: UInt64, _ framePointer: UInt64) {
  guard let sampling = unsafe sampling else { return }
  unsafe sampling.pointee.allocations.release(
    address, framePointer: framePointer, sampling.pointee.taker)
}

/// An interrupt was handled: if the run loop was halted, it has waited for that.
@c(kernel_sample_wait)
func sampleWait(_ frame: UnsafeMutableRawPointer) {
  let frame = unsafe frame.assumingMemoryBound(to: InterruptFrame.self)
  guard let sampling = unsafe sampling, unsafe sampling.pointee.recordsWaits,
    unsafe Halt.precedes(frame)
  else { return }
  unsafe sampling.pointee.tellOfWait(frame)
}
