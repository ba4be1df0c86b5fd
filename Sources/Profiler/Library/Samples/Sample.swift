public import Telemetry

/// One sample as the host sees it, whatever took it.
public struct Sample: Equatable, Sendable {
  /// What the sample tells of.
  public var kind: SampleKind
  /// When it was taken, in nanoseconds since the guest's first instruction.
  public var nanoseconds: UInt64
  /// What it stands for: nanoseconds for `processor`, `raw` and `wait`, bytes for `allocation` and
  /// `release`, 0 for spans.
  public var weight: UInt64
  /// What the processor was at.
  public var context: SampleContext
  /// Whether a non-maskable interrupt took it.
  public var isNonMaskable: Bool
  /// Whether interrupts were off in the interrupted code.
  public var hasInterruptsOff: Bool
  /// Why the stack ends.
  public var end: StackEnd
  /// What the service was at, in its own numbers; 0 if nobody said.
  public var label: UInt64
  /// The leaf first: where the processor was, then return addresses.
  public var addresses: [UInt64]
  /// Index of the address where an interrupt handler interrupted what comes from there on.
  ///
  /// It is exact, as the first one is. Nil if there is none.
  public var boundary: Int?
  /// What taking the sample cost, in nanoseconds.
  public var costNanoseconds: UInt64
  /// What the kind says, as `SampleKind` lists it.
  public var values: [UInt64]

  /// Makes a sample of the processor; everything else is as it is mostly.
  ///
  /// - Parameters:
  ///   - addresses: The leaf first.
  ///   - nanoseconds: When it was taken, since the guest's first instruction.
  ///   - weight: What it stands for, in nanoseconds.
  public init(addresses: [UInt64], nanoseconds: UInt64, weight: UInt64) {
    kind = .processor
    self.nanoseconds = nanoseconds
    self.weight = weight
    context = .busy
    isNonMaskable = false
    hasInterruptsOff = false
    end = .complete
    label = 0
    self.addresses = addresses
    boundary = nil
    costNanoseconds = 0
    values = []
  }

  /// Whether an address is that of an instruction, and not where a call returns to.
  public func isExact(at index: Int) -> Bool { index == 0 || index == boundary }
}
