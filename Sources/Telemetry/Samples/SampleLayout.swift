/// How a sample lies in the sampler's ring.
///
/// Integers go lowest byte first; a sample begins at a multiple of 8:
///
/// | offset | size | |
/// |---|---|---|
/// | 0 | 2 | size of the sample in words of 8 bytes |
/// | 2 | 1 | kind: `SampleKind` |
/// | 3 | 1 | how many addresses there are, n |
/// | 4 | 1 | bits 0 to 3 the context: `SampleContext`; further bits: see below |
/// | 5 | 1 | why the stack ends: `StackEnd` |
/// | 6 | 1 | the boundary: which address an interrupt handler interrupted; 0 if none |
/// | 7 | 1 | size of the sample before in words; 255 if it has as many or more |
/// | 8 | 4 | number of the sample, counted from 0 whether they can still be read or not |
/// | 12 | 4 | the time that the sample stands for, in units of 16 ticks, or the most it holds |
/// | 16 | 8 | when it was taken, in ticks of the time-stamp counter |
/// | 24 | 8 | the label: what the service says, or `TaskLabel` |
/// | 32 | 4 | what taking it cost, in ticks |
/// | 36 | 8 | lower halves of the two words on top of the stack; 0 if that is an unknown one |
/// | 44 | 4 n | addresses less the image's base, leaf first |
/// | … | 8 m | extra words, of which the kind says the meaning, at the next multiple of 8 |
///
/// Of the processor's samples the first address is that of the interrupted instruction, and so is
/// the one at the boundary; all others are return addresses.
public enum SampleLayout {
  /// Bytes before the addresses.
  public static var headerByteCount: Int { 44 }
  /// Most addresses of a sample.
  public static var maximumAddressCount: Int { 129 }
  /// Bytes of a sample from which on the one behind it does not tell them.
  public static var largeByteCount: Int { 255 * 8 }
  /// Most bytes of a sample that can be told at all.
  public static var maximumByteCount: Int { 65_535 * 8 }
  /// The unit of the time that a sample stands for is a tick shifted by this.
  public static var intervalShift: UInt64 { 4 }

  /// Bit of the context's byte: taken by a non-maskable interrupt.
  public static var nonMaskableBit: UInt8 { 0x10 }
  /// Bit of the context's byte: interrupts were off in the interrupted code.
  public static var interruptsOffBit: UInt8 { 0x20 }

  /// Bit of the context's byte: callers were searched for, beyond code without frame pointers.
  public static var searchedBit: UInt8 { 0x40 }

  /// Bytes that a sample takes.
  ///
  /// - Parameters:
  ///   - addressCount: How many addresses it has.
  ///   - extraWordCount: How many extra words of 8 bytes.
  /// - Returns: A multiple of 8.
  @inline(__always)
  public static func byteCount(addressCount: Int, extraWordCount: Int = 0) -> Int {
    extraOffset(addressCount: addressCount) &+ extraWordCount &* 8
  }

  /// Where the extra words begin.
  @inline(__always)
  public static func extraOffset(addressCount: Int) -> Int {
    (headerByteCount &+ addressCount &* 4 &+ 7) & ~7
  }

  /// The first 8 bytes of a sample as one integer.
  ///
  /// - Parameters:
  ///   - byteCount: What the sample takes, a multiple of 8.
  ///   - kind: What it tells of.
  ///   - addressCount: How many addresses it has.
  ///   - context: The byte of the context with its bits.
  ///   - end: Why the stack ends.
  ///   - boundary: Which address an interrupt handler interrupted; 0 if none.
  ///   - previousByteCount: What the sample before takes.
  /// - Returns: The integer.
  @inline(__always)
  public static func head(
    byteCount: Int, kind: SampleKind, addressCount: Int, context: UInt8, end: StackEnd,
    boundary: Int = 0, previousByteCount: UInt32 = 0
  ) -> UInt64 {
    UInt64(truncatingIfNeeded: byteCount) >> 3 | UInt64(kind.rawValue) << 16
      | UInt64(truncatingIfNeeded: addressCount) << 24 | UInt64(context) << 32
      | UInt64(end.rawValue) << 40 | UInt64(truncatingIfNeeded: boundary) << 48
      | UInt64(min(previousByteCount >> 3, 255)) << 56
  }

  /// Byte offsets of the fields.
  public enum Field {
    public static var wordCount: Int { 0 }
    public static var kind: Int { 2 }
    public static var addressCount: Int { 3 }
    public static var context: Int { 4 }
    public static var end: Int { 5 }
    public static var boundary: Int { 6 }
    public static var previous: Int { 7 }
    public static var number: Int { 8 }
    public static var interval: Int { 12 }
    public static var tick: Int { 16 }
    public static var label: Int { 24 }
    public static var cost: Int { 32 }
    public static var top: Int { 36 }
  }
}
