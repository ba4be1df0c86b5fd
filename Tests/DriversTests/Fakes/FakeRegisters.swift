internal import Hardware
internal import Testing

/// One access to a register.
struct RegisterAccess: Equatable, CustomStringConvertible {
  enum Direction: String { case read, write }

  var direction: Direction
  var width: Int
  var offset: Int
  var value: UInt64

  static func read(_ width: Int, _ offset: Int, _ value: UInt64) -> Self {
    Self(direction: .read, width: width, offset: offset, value: value)
  }

  static func write(_ width: Int, _ offset: Int, _ value: UInt64) -> Self {
    Self(direction: .write, width: width, offset: offset, value: value)
  }

  var description: String {
    "\(direction.rawValue)\(width)(0x\(String(offset, radix: 16)), 0x\(String(value, radix: 16)))"
  }
}

/// A bank of registers that a test defines; every access is recorded, undefined ones are failures.
final class FakeRegisters: Registers {
  private(set) var accesses: [RegisterAccess] = []
  /// What a register of a width in bits holds, nil if there is none.
  var load: (_ width: Int, _ offset: Int) -> UInt64? = { _, _ in nil }
  /// Takes what is written, and says whether there is such a register.
  var store: (_ width: Int, _ offset: Int, _ value: UInt64) -> Bool = { _, _, _ in false }

  /// How many bytes there are; an access beyond is a failure.
  var byteCount = Int.max
  /// Whether accesses are kept; a long run turns that off.
  var recordsAccesses = true

  /// Forgets what was recorded.
  func forget() { accesses = [] }

  private func read(_ width: Int, _ offset: Int) -> UInt64 {
    guard offset >= 0, offset <= byteCount - width / 8, let value = load(width, offset) else {
      Issue.record("undefined read of \(width) bits at 0x\(String(offset, radix: 16))")
      return 0
    }
    if recordsAccesses { accesses.append(.read(width, offset, value)) }
    return value
  }

  private func write(_ width: Int, _ offset: Int, _ value: UInt64) {
    if recordsAccesses { accesses.append(.write(width, offset, value)) }
    if offset < 0 || offset > byteCount - width / 8 || !store(width, offset, value) {
      Issue.record("undefined write of \(width) bits at 0x\(String(offset, radix: 16))")
    }
  }

  func read8(at offset: Int) -> UInt8 { UInt8(read(8, offset)) }
  func read16(at offset: Int) -> UInt16 { UInt16(read(16, offset)) }
  func read32(at offset: Int) -> UInt32 { UInt32(read(32, offset)) }
  func read64(at offset: Int) -> UInt64 { read(64, offset) }
  func write8(_ value: UInt8, at offset: Int) { write(8, offset, UInt64(value)) }
  func write16(_ value: UInt16, at offset: Int) { write(16, offset, UInt64(value)) }
  func write32(_ value: UInt32, at offset: Int) { write(32, offset, UInt64(value)) }
  func write64(_ value: UInt64, at offset: Int) { write(64, offset, value) }
}
