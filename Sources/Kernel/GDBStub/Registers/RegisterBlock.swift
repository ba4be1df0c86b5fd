/// The registers of what is stopped, as the entries of exceptions leave them in memory.
///
/// | bytes | |
/// |---|---|
/// | 0..<176 | what the entry and the processor pushed: `InterruptFrame` of module `CPU` |
/// | 176..<240 | `fs_base`, `gs_base`, `cr0`, `cr2`, `cr3`, `cr4`, `cr8`, `efer` |
/// | 240..<248 | zero: segments that are not in use |
/// | 256..<768 | the state of x87 and SSE, as the instruction FXSAVE leaves it |
/// | 768..<800 | the x87's control words, four bytes each in gdb's order |
///
/// Source: Intel SDM volume 1, section 10.5.1.
public struct RegisterBlock {
  /// All of it.
  let bytes: ByteBuffer

  /// Bytes of a block.
  public static var byteCount: Int { 800 }
  static var floatPlace: Int { 256 }
  static var controlPlace: Int { 768 }

  /// Takes `byteCount` bytes.
  init(_ bytes: ByteBuffer) {
    self.bytes = bytes
  }

  /// The value of a register, or its lowest 8 bytes.
  public subscript(register: Register) -> UInt64 {
    @inline(never) get { bytes.number(at: register.place, byteCount: min(register.byteCount, 8)) }
    @inline(never) nonmutating set {
      bytes.store(newValue, at: register.place, byteCount: min(register.byteCount, 8))
    }
  }

  /// The bytes of a register.
  @inline(never)
  func bytes(of register: Register) -> ByteBuffer {
    bytes.part(register.place, register.place &+ register.byteCount)
  }

  /// Spreads the x87's control words out for gdb.
  public func spreadControls() { copyControls(toState: false) }

  /// Puts the x87's control words where the instruction FXRSTOR takes them from.
  public func gatherControls() {
    copyControls(toState: true)
    // Bits that the processor does not have would make it refuse the whole state.
    let mask = bytes.number(at: Self.floatPlace + 28, byteCount: 4)
    self[.vectorControl] &= mask == 0 ? 0xffbf : mask
  }

  /// Where the state has each control word, as a character behind `0`: those of a pointer are four
  /// bytes, others two; of the tags it has a byte of its own kind.
  private static var controlOffsets: StaticString { "024<8D@6" }

  @inline(never)
  private func copyControls(toState: Bool) {
    var index = 0
    while index < Self.controlOffsets.utf8CodeUnitCount {
      // Safe: there are as many.
      let offset = unsafe Int(Self.controlOffsets.utf8Start[index] - UInt8(ascii: "0"))
      let (place, wide) = (Self.floatPlace &+ offset, Self.controlPlace &+ index &* 4)
      let byteCount = offset == 4 ? 1 : offset == 8 || offset == 16 ? 4 : 2
      if toState {
        let value = bytes.number(at: wide, byteCount: 4)
        bytes.store(offset == 4 ? Self.abridged(value) : value, at: place, byteCount: byteCount)
      } else {
        let value = offset == 4 ? tagWord : bytes.number(at: place, byteCount: byteCount)
        bytes.store(value, at: wide, byteCount: 4)
      }
      index &+= 1
    }
  }

  /// The tags of two bits each: valid, zero, special or empty.
  private var tagWord: UInt64 {
    let top = self[.floatControl(1)] >> 11
    var (word, physical): (UInt64, UInt64) = (0, 8)
    while physical > 0 {
      physical &-= 1
      word <<= 2
      if bytes[Self.floatPlace + 4] >> UInt8(physical) & 1 == 0 {
        word |= 3
      } else {
        word |= tag(ofFloat: Int((physical &- top) & 7))
      }
    }
    return word
  }

  private func tag(ofFloat index: Int) -> UInt64 {
    let value = bytes(of: .float(index))
    let exponent = value.number(at: 8, byteCount: 2) & 0x7fff
    let fraction = value.number(at: 0, byteCount: 8)
    if exponent == 0, fraction == 0 { return 1 }
    return exponent != 0 && exponent != 0x7fff && fraction >> 63 == 1 ? 0 : 2
  }

  private static func abridged(_ word: UInt64) -> UInt64 {
    var (used, physical): (UInt64, UInt64) = (0, 8)
    while physical > 0 {
      physical &-= 1
      used = used << 1 | (word >> (physical * 2) & 3 != 3 ? 1 : 0)
    }
    return used
  }
}
