/// A sample as it lies in the sampler's ring, or in a copy of it.
///
/// The bytes may come from a guest that fell apart: reading them refuses what is none, and never
/// fails otherwise.
///
/// Source: `SampleLayout`.
public struct SampleRecord: ~Escapable {
  private let bytes: RawSpan
  /// What the sample tells of.
  public let kind: SampleKind
  /// What the processor was at.
  public let context: SampleContext
  /// Why the stack ends.
  public let end: StackEnd
  /// How many addresses there are.
  public let addressCount: Int

  /// Reads the sample that the bytes begin with.
  ///
  /// - Parameter bytes: The sample; bytes behind it are left alone.
  /// - Throws: `truncated` if they end before the sample does, `malformed` if they are none.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(RecordError) {
    guard bytes.byteCount >= SampleLayout.headerByteCount else { throw .truncated }
    let size = 8 * (Int(bytes.byte(at: 0)) | Int(bytes.byte(at: 1)) << 8)
    addressCount = Int(bytes.byte(at: SampleLayout.Field.addressCount))
    guard addressCount <= SampleLayout.maximumAddressCount,
      size >= SampleLayout.byteCount(addressCount: addressCount),
      let context = SampleContext(rawValue: bytes.byte(at: SampleLayout.Field.context) & 15),
      let end = StackEnd(rawValue: bytes.byte(at: SampleLayout.Field.end)),
      Int(bytes.byte(at: SampleLayout.Field.boundary)) <= max(addressCount - 1, 0)
    else { throw .malformed }
    guard bytes.byteCount >= size else { throw .truncated }
    self.bytes = bytes.extracting(0..<size)
    self.context = context
    self.end = end
    kind = SampleKind(rawValue: bytes.byte(at: SampleLayout.Field.kind))
  }

  /// Bytes that the sample takes.
  public var byteCount: Int { bytes.byteCount }

  /// Whether a non-maskable interrupt took it.
  public var isNonMaskable: Bool { hasBit(SampleLayout.nonMaskableBit) }

  /// Whether interrupts were off in the interrupted code.
  public var hasInterruptsOff: Bool { hasBit(SampleLayout.interruptsOffBit) }

  /// Whether callers were searched for, beyond code without frame pointers.
  public var hasSearched: Bool { hasBit(SampleLayout.searchedBit) }

  /// Which address is that of the code that an interrupt handler interrupted; nil if none is.
  public var boundary: Int? {
    let index = Int(bytes.byte(at: SampleLayout.Field.boundary))
    return index == 0 ? nil : index
  }

  /// Bytes of the sample before; nil if it is too large to be said.
  public var previousByteCount: Int? {
    let words = Int(bytes.byte(at: SampleLayout.Field.previous))
    return words == 255 ? nil : words * 8
  }

  /// Number of the sample, counted from 0.
  public var number: UInt32 { UInt32(truncatingIfNeeded: integer(SampleLayout.Field.number, 4)) }

  /// The time that the sample stands for, in ticks of the time-stamp counter.
  public var intervalTicks: UInt64 {
    integer(SampleLayout.Field.interval, 4) << SampleLayout.intervalShift
  }

  /// When it was taken, in ticks of the time-stamp counter.
  public var tick: UInt64 { integer(SampleLayout.Field.tick, 8) }

  /// What the service was at, in its own numbers, or a `TaskLabel`; 0 if nothing ran that has one.
  public var label: UInt64 { integer(SampleLayout.Field.label, 8) }

  /// What taking the sample cost, in ticks.
  public var costTicks: UInt64 { integer(SampleLayout.Field.cost, 4) }

  /// The lower half of a word on top of the stack: of the first or of the second one.
  public func topWord(_ index: Int) -> UInt32 {
    precondition(index == 0 || index == 1, "no such word")
    return UInt32(truncatingIfNeeded: integer(SampleLayout.Field.top + 4 * index, 4))
  }

  /// An address less the image's base; the leaf is the first.
  ///
  /// - Precondition: The index is below the count.
  public func address(at index: Int) -> UInt32 {
    precondition(index >= 0 && index < addressCount, "no such address")
    return UInt32(truncatingIfNeeded: integer(SampleLayout.headerByteCount + 4 * index, 4))
  }

  /// How many extra words there are.
  public var extraWordCount: Int { (byteCount - extraOffset) / 8 }

  /// An extra word; the kind says what it means.
  ///
  /// - Precondition: The index is below the count.
  public func extraWord(at index: Int) -> UInt64 {
    precondition(index >= 0 && index < extraWordCount, "no such word")
    return integer(extraOffset + 8 * index, 8)
  }

  private var extraOffset: Int { SampleLayout.extraOffset(addressCount: addressCount) }

  private func hasBit(_ bit: UInt8) -> Bool {
    bytes.byte(at: SampleLayout.Field.context) & bit != 0
  }

  private func integer(_ offset: Int, _ byteCount: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in (0..<byteCount).reversed() {
      value = value << 8 | UInt64(bytes.byte(at: offset + index))
    }
    return value
  }
}
