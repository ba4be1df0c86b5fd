/// How long an instruction is, if it is one of those that do the same wherever they lie, but for
/// what they address from the next instruction on.
///
/// Left out are those that know where they are, that change what interrupts may do, and the rare.
///
/// Source: Intel SDM volume 2, sections 2.1 and 2.2, and appendix A.3.
struct InstructionShape {
  /// Bytes of the instruction.
  private(set) var byteCount = 0
  /// Where four bytes lie that count from the next instruction on; 0 if there are none.
  private(set) var relativeIndex = 0

  /// Looks at an instruction; nil if it is left out.
  ///
  /// - Parameter code: At least 16 bytes from its first one on.
  @inline(never)
  init?(_ code: ByteBuffer) {
    // Three prefixes, another one, an operation of two bytes and two of modes: all that is looked
    // at is in the first 8.
    var bytes = code.number(at: 0, byteCount: 8)
    var (isShort, isWide) = (false, false)
    while bytes & 0xff == 0x66 || bytes & 0xfe == 0xf2 {
      isShort = isShort || bytes & 0xff == 0x66
      skip(&bytes)
    }
    guard byteCount < 4 else { return nil }
    if bytes & 0xf0 == 0x40 {
      isWide = bytes & 8 != 0
      skip(&bytes)
    }
    var operation = Int(bytes & 0xff)
    skip(&bytes)
    if operation == 0x0f {
      operation = 0x100 | Int(bytes & 0xff)
      skip(&bytes)
    }
    let parts = Self.parts(operation, UInt8(bytes >> 3 & 7), isWide)
    guard parts >= 0, !isShort || parts & 0xf < 4 else { return nil }
    if parts & Self.modes != 0 { takeModes(bytes) }
    byteCount &+= parts & 0xf
    if byteCount > 15 { return nil }
  }

  /// Whether there is a byte of addressing modes.
  private static var modes: Int { 0x10 }

  /// What follows operations, from 0 to 7, as which those up to 0x3f are, and then from 0x40 on:
  /// how many of them have the same, as a letter behind `0`, and what that is.
  ///
  /// What follows is a letter as far behind `@` as `parts` says; `-` for what is left out. Small
  /// letters count only for the first of the operations that share a byte.
  private static var runs: StaticString {
    """
    4P1A1DB-@@3-1P4-1D1T1A1QD-1Q1T1-1Q8P1-1P2-1@G-1A1D6-8A8D2Q1-1@2-1q1t8-4PR-1q1t6-2p\
    @-8P6-2P8-8P@-[P5P>-2P@-@P3-1P;-1P6-2P2-1Q3-2PF-1PH-1P
    """
  }

  /// What follows an operation: the number of immediate bytes, and `modes`; -1 if it is left out.
  private static func parts(_ operation: Int, _ extension: UInt8, _ isWide: Bool) -> Int {
    var letters = StaticLetters(runs)
    var left = operation < 0x40 ? operation & 7 : operation &- 0x38
    while let count = letters.take() {
      left &-= Int(count) &- 0x30
      let kind = letters.next
      letters.skip()
      if left >= 0 { continue }
      if kind == UInt8(ascii: "-") { break }
      if isWide, operation & ~7 == 0xb8 { return 8 }
      let isFirst = `extension` < (operation < 0xf0 ? 1 : 2)
      if kind & 0x20 == 0 || isFirst { return Int(kind & 0x1f) }
      // Without an immediate, or a push; calls and jumps know where they are.
      return operation < 0xf0 || operation > 0xf7 && `extension` != 6 ? -1 : modes
    }
    return -1
  }

  private mutating func skip(_ bytes: inout UInt64) {
    bytes >>= 8
    byteCount &+= 1
  }

  /// Goes over addressing modes, which are the lowest of some bytes.
  private mutating func takeModes(_ bytes: UInt64) {
    let (mode, base) = (bytes >> 6 & 3, bytes & 7)
    byteCount &+= 1
    if mode == 3 { return }
    var hasWord = mode == 2
    if mode == 0, base == 5 { (hasWord, relativeIndex) = (true, byteCount) }
    if base == 4 {
      hasWord = hasWord || mode == 0 && bytes >> 8 & 7 == 5
      byteCount &+= 1
    }
    byteCount &+= hasWord ? 4 : mode == 1 ? 1 : 0
  }
}
