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
    var (isShort, isWide) = (false, false)
    while byteCount < 3, code[byteCount] == 0x66 || code[byteCount] & 0xfe == 0xf2 {
      isShort = isShort || code[byteCount] == 0x66
      byteCount &+= 1
    }
    if code[byteCount] & 0xf0 == 0x40 {
      isWide = code[byteCount] & 8 != 0
      byteCount &+= 1
    }
    var operation = Int(code[byteCount])
    byteCount &+= 1
    if operation == 0x0f {
      operation = 0x100 | Int(code[byteCount])
      byteCount &+= 1
    }
    let parts = Self.parts(operation, (code[byteCount] >> 3) & 7, isWide)
    guard parts >= 0, !isShort || parts & 0xf < 4 else { return nil }
    if parts & Self.modes != 0 { takeModes(code) }
    byteCount &+= parts & 0xf
    if byteCount > 15 { return nil }
  }

  /// Whether there is a byte of addressing modes.
  private static var modes: Int { 0x10 }

  /// What follows an operation: the number of immediate bytes, and `modes`; -1 if it is left out.
  private static func parts(_ operation: Int, _ extension: UInt8, _ isWide: Bool) -> Int {
    switch operation {
    case 0...0x3f where operation & 7 < 4: modes
    case 0...0x3f where operation & 7 < 6: operation & 1 == 0 ? 1 : 4
    case 0x50...0x5f, 0x90, 0xc3: 0
    case 0x6a, 0xa8, 0xb0...0xb7: 1
    case 0x68, 0xa9: 4
    case 0xb8...0xbf: isWide ? 8 : 4
    case 0x63, 0x84...0x8b, 0x8d, 0xd0...0xd3: modes
    case 0x6b, 0x80, 0x83, 0xc0, 0xc1, 0x1ba: modes | 1
    case 0x69, 0x81: modes | 4
    case 0xc6, 0xc7: `extension` == 0 ? modes | (operation == 0xc6 ? 1 : 4) : -1
    case 0xf6: modes | (`extension` < 2 ? 1 : 0)
    case 0xf7: modes | (`extension` < 2 ? 4 : 0)
    case 0xfe, 0xff: `extension` < 2 || `extension` == 6 ? modes : -1
    case 0x110...0x117, 0x11e, 0x11f, 0x128...0x12f, 0x140...0x16f, 0x17e, 0x17f, 0x190...0x19f,
      0x1a3, 0x1af, 0x1b6, 0x1b7, 0x1be, 0x1bf, 0x1d6, 0x1ef:
      modes
    default: -1
    }
  }

  /// Goes over addressing modes.
  private mutating func takeModes(_ code: ByteBuffer) {
    let (mode, base) = (code[byteCount] >> 6, code[byteCount] & 7)
    byteCount &+= 1
    if mode == 3 { return }
    var hasWord = mode == 2
    if mode == 0, base == 5 { (hasWord, relativeIndex) = (true, byteCount) }
    if base == 4 {
      hasWord = hasWord || mode == 0 && code[byteCount] & 7 == 5
      byteCount &+= 1
    }
    byteCount &+= hasWord ? 4 : mode == 1 ? 1 : 0
  }
}
