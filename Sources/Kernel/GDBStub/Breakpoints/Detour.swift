/// What the processor executes in place of an instruction under a breakpoint: the instruction
/// elsewhere, and a jump back.
///
/// So the guest goes on behind a breakpoint that stays where it is: nothing is written into code,
/// which is what costs most, and nothing is stepped.
struct Detour: Equatable {
  /// Bytes before the jump: one instruction or none.
  let bodyByteCount: Int
  /// Where the jump leads.
  let end: UInt64

  /// Bytes of memory for one.
  static var byteCount: Int { 24 }

  init(bodyByteCount: Int, end: UInt64) {
    self.bodyByteCount = bodyByteCount
    self.end = end
  }

  /// Writes a detour; nil if the instruction has to be where it is, or lies too far away.
  ///
  /// - Parameters:
  ///   - code: The instruction, and what follows it: 16 bytes.
  ///   - address: Where it lies.
  ///   - place: Where the detour is to lie.
  ///   - buffer: Takes the detour: `byteCount` bytes.
  @inline(never)
  init?(of code: ByteBuffer, at address: UInt64, place: UInt64, into buffer: ByteBuffer) {
    var count: Int
    let wide = code[0] == 0x0f && code[1] & 0xf0 == 0x80
    if wide || code[0] & 0xf0 == 0x70 || code[0] & 0xfd == 0xe9 || code[0] == 0xe8 {
      let (start, size) = (wide ? 2 : 1, wide || code[0] & 0xfe == 0xe8 ? 4 : 1)
      let next = address &+ UInt64(start &+ size)
      let shift = UInt64(64 &- size &* 8)
      let distance = Int64(bitPattern: code.number(at: start, byteCount: size) &<< shift)
      let target = next &+ UInt64(bitPattern: distance &>> Int64(shift))
      switch code[0] {
      case 0xe8:
        // A call is a return address on the stack.
        guard next < 1 << 31 else { return nil }
        buffer[0] = 0x68
        buffer.store(next, at: 1, byteCount: 4)
        (count, end) = (5, target)
      case 0xe9, 0xeb: (count, end) = (0, target)
      default:
        buffer[0] = 0x0f
        buffer[1] = 0x80 | (wide ? code[1] : code[0]) & 0xf
        guard Self.store(target, at: 2, of: buffer, place) else { return nil }
        (count, end) = (6, next)
      }
    } else {
      guard let shape = InstructionShape(code) else { return nil }
      count = shape.byteCount
      end = address &+ UInt64(count)
      buffer.copy(code.part(0, count))
      if shape.relativeIndex > 0 {
        let word = code.number(at: shape.relativeIndex, byteCount: 4)
        let distance = Int64(Int32(truncatingIfNeeded: word))
        let moved = distance &+ Int64(bitPattern: address &- place)
        guard moved == Int64(Int32(truncatingIfNeeded: moved)) else { return nil }
        buffer.store(UInt64(bitPattern: moved), at: shape.relativeIndex, byteCount: 4)
      }
    }
    buffer[count] = 0xe9
    guard Self.store(end, at: count &+ 1, of: buffer, place) else { return nil }
    bodyByteCount = count
  }

  /// Writes how far a target is from behind the four bytes that say so; false if too far.
  private static func store(
    _ target: UInt64, at index: Int, of buffer: ByteBuffer, _ place: UInt64
  ) -> Bool {
    let distance = Int64(bitPattern: target &- (place &+ UInt64(index &+ 4)))
    buffer.store(UInt64(bitPattern: distance), at: index, byteCount: 4)
    return distance == Int64(Int32(truncatingIfNeeded: distance))
  }
}
