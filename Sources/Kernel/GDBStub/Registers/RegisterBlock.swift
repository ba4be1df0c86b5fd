/// The registers of what is stopped, as they lie in a `g` packet.
public struct RegisterBlock {
  /// All registers, one after the other.
  let bytes: ByteBuffer

  /// Takes `Register.totalByteCount` bytes.
  init(_ bytes: ByteBuffer) {
    self.bytes = bytes
  }

  /// The value of a register, or its lowest 8 bytes.
  public subscript(register: Register) -> UInt64 {
    @inline(never) get { bytes.number(at: register.offset, byteCount: min(register.byteCount, 8)) }
    @inline(never) nonmutating set {
      bytes.store(newValue, at: register.offset, byteCount: min(register.byteCount, 8))
    }
  }

  /// The bytes of a register.
  @inline(never)
  func bytes(of register: Register) -> ByteBuffer {
    bytes[register.offset..<register.offset + register.byteCount]
  }

  /// Takes the state of x87 and SSE as the instruction FXSAVE leaves it.
  ///
  /// Source: Intel SDM volume 1, section 10.5.1.
  public func load(floatState state: ByteBuffer) {
    let tags = tagWord(state)
    let instruction = state.number(at: 8, byteCount: 8)
    let operand = state.number(at: 16, byteCount: 8)
    let controls: [8 of UInt64] = [
      state.number(at: 0, byteCount: 2), state.number(at: 2, byteCount: 2), tags,
      instruction >> 32 & 0xffff, instruction & 0xffff_ffff, operand >> 32 & 0xffff,
      operand & 0xffff_ffff, state.number(at: 6, byteCount: 2),
    ]
    for index in 0..<8 {
      self[.floatControl(index)] = controls[index]
      bytes(of: .float(index)).copy(state[32 + index * 16..<42 + index * 16])
    }
    for index in 0..<16 {
      bytes(of: .vector(index)).copy(state[160 + index * 16..<176 + index * 16])
    }
    self[.vectorControl] = state.number(at: 24, byteCount: 4)
  }

  /// Gives the state of x87 and SSE as the instruction FXRSTOR takes it.
  ///
  /// - Parameter state: 512 bytes that hold a state already.
  public func store(floatState state: ByteBuffer) {
    state.store(self[.floatControl(0)], at: 0, byteCount: 2)
    state.store(self[.floatControl(1)], at: 2, byteCount: 2)
    state.store(abridgedTags(self[.floatControl(2)]), at: 4, byteCount: 1)
    state.store(self[.floatControl(7)], at: 6, byteCount: 2)
    state.store(self[.floatControl(4)], at: 8, byteCount: 4)
    state.store(self[.floatControl(3)], at: 12, byteCount: 2)
    state.store(self[.floatControl(6)], at: 16, byteCount: 4)
    state.store(self[.floatControl(5)], at: 20, byteCount: 2)
    for index in 0..<8 { state[32 + index * 16..<42 + index * 16].copy(bytes(of: .float(index))) }
    for index in 0..<16 {
      state[160 + index * 16..<176 + index * 16].copy(bytes(of: .vector(index)))
    }
    // Bits that the processor does not have would make it refuse the whole state.
    let mask = state.number(at: 28, byteCount: 4)
    state.store(self[.vectorControl] & (mask == 0 ? 0xffbf : mask), at: 24, byteCount: 4)
  }

  /// The tags of two bits each: valid, zero, special or empty.
  private func tagWord(_ state: ByteBuffer) -> UInt64 {
    let top = Int(state.number(at: 2, byteCount: 2) >> 11 & 7)
    let used = state[4]
    var word: UInt64 = 0
    for physical in 0..<8 {
      var tag: UInt64 = 3
      if used >> physical & 1 != 0 {
        let place = 32 + (physical - top & 7) * 16
        let exponent = state.number(at: place + 8, byteCount: 2) & 0x7fff
        let fraction = state.number(at: place, byteCount: 8)
        let isNormal = exponent != 0 && exponent != 0x7fff && fraction >> 63 == 1
        tag = exponent == 0 && fraction == 0 ? 1 : isNormal ? 0 : 2
      }
      word |= tag << UInt64(physical * 2)
    }
    return word
  }

  private func abridgedTags(_ word: UInt64) -> UInt64 {
    var used: UInt64 = 0
    for physical in 0..<8 where word >> UInt64(physical * 2) & 3 != 3 {
      used |= 1 << UInt64(physical)
    }
    return used
  }
}
