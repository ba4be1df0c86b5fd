/// What the sampler says of itself, where the host finds it without the guest's help.
///
/// Lies at the symbol `kernel_sampler`. All fields are integers, lowest byte first, in this order
/// and without gaps. Counts are exact: every time that the timer ran out is either a sample or
/// dropped for one of the reasons.
public struct SamplerBlock: BitwiseCopyable, Equatable, Sendable {
  /// Size in guest memory, in bytes.
  public static var byteCount: Int { 200 }
  /// First 8 bytes, `SWFTSMP1`.
  public static var magic: UInt64 { 0x3150_4d53_5446_5753 }

  public var magic = SamplerBlock.magic
  /// Physical address of the ring; 0 if there is none yet.
  public var ringAddress: UInt64 = 0
  /// Bytes of the ring, a power of two: the sample at position p begins at p modulo this.
  public var capacity: UInt64 = 0
  /// Bytes behind the ring, into which a sample that begins near its end goes on.
  public var slack: UInt64 = 0
  /// Position behind the last sample: bytes of all samples ever written.
  public var end: UInt64 = 0
  /// The position up to which a sample may be in the making; the end if none is.
  public var reserved: UInt64 = 0
  /// What must be added to addresses.
  public var imageBase: UInt64 = 0
  /// Ticks of the time-stamp counter in a second; 0 if nobody has measured them yet.
  public var ticksPerSecond: UInt64 = 0
  /// The time-stamp counter at the guest's first instruction.
  public var firstTick: UInt64 = 0
  /// `SamplingMode`.
  public var mode: UInt32 = 0
  /// Times a second that were asked for.
  public var rate: UInt32 = 0
  /// Half the width of the range of intervals, in thousandths of their mean: 0 for a regular clock.
  public var jitter: UInt32 = 0
  /// Most callers of a sample.
  public var depth: UInt32 = 0
  /// Where the intervals' random numbers began.
  public var seed: UInt64 = 0
  /// Number of the last command that was followed.
  public var command: UInt32 = 0
  /// Bytes of the stack that a raw sample takes; 0 for samples without.
  public var stackByteCount: UInt32 = 0
  /// Bytes of blocks between two samples of allocations, on average; 0 if none are taken.
  public var allocationPeriod: UInt64 = 0
  /// When sampling began the last time, in ticks.
  public var startTick: UInt64 = 0
  /// What the service or the run loop is at.
  public var label: UInt64 = 0
  /// How often the timer ran out.
  public var fired: UInt64 = 0
  /// How many samples were written, of all kinds.
  public var recorded: UInt64 = 0
  /// Dropped, as the timer ran out while something was told, and too often for the room there is.
  public var droppedBusy: UInt64 = 0
  /// Dropped, as the timer ran out after it had been stopped.
  public var droppedStopped: UInt64 = 0
  /// How often the timer ran out while the processor was halted.
  public var idle: UInt64 = 0
  /// When sampling was stopped the last time, in ticks.
  public var stopTick: UInt64 = 0
  /// How often the next interval was made longer, as the guest got to do less than the sampler.
  public var throttled: UInt64 = 0
  /// Bytes of the last sample.
  public var lastByteCount: UInt32 = 0
  /// 1 if waits and spans are recorded.
  public var recordsWaits: UInt32 = 0
  /// Other samples than of the processor that were dropped, as one was being written.
  public var droppedOther: UInt64 = 0

  /// Makes a block that says nothing yet.
  public init() {}

  /// Reads a block from a copy of guest memory.
  ///
  /// - Parameter bytes: The bytes from the symbol on.
  /// - Throws: `truncated` if they end too early, `malformed` if they are no block of this version.
  public init(decoding bytes: RawSpan) throws(RecordError) {
    guard bytes.byteCount >= Self.byteCount else { throw .truncated }
    // Safe: the bytes are there, and every pattern of them is a value of integers.
    self = unsafe bytes.unsafeLoadUnaligned(as: SamplerBlock.self)
    guard isConsistent else { throw .malformed }
  }

  /// Whether this can be a block that a guest has written.
  ///
  /// Never inlined: Swift 6.3.1 with optimisation ends what may throw and returns so much by a jump
  /// to `memcpy`, and a test in front of it may use the register that tells of errors.
  private var isConsistent: Bool {
    @inline(never) get {
      magic == Self.magic && capacity & (capacity &- 1) == 0 && capacity <= 1 << 32
        && slack <= 1 << 20 && end < Self.limit && ringAddress < Self.limit
        && imageBase < Self.limit && (isSoundlyReserved || ringAddress == 0)
    }
  }

  /// Whether no more than a ring is reserved behind the last sample, or somebody has not said yet
  /// how much it takes.
  private var isSoundlyReserved: Bool {
    reserved == .max || reserved >= end && reserved - end <= capacity
  }

  /// No address and no position comes near this, so that readers may add to them.
  private static var limit: UInt64 { 1 << 62 }

  /// How often the timer ran out without a sample.
  public var dropped: UInt64 { droppedBusy &+ droppedStopped }

  /// Samples of the processor that were written.
  public var processorSamples: UInt64 { fired &- dropped }
}
