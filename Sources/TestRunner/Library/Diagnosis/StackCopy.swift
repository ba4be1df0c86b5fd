/// The stack of a guest that stands still, copied in one go, and its chain of frame pointers.
///
/// Source: System V ABI for x86-64, section 3.2.2.
struct StackCopy {
  /// Largest copy, in bytes.
  static let maximumByteCount = 65536
  /// Longest chain.
  static let maximumFrameCount = 64

  private let start: UInt64
  private let bytes: [UInt8]

  /// Copies the stack from its top on.
  ///
  /// - Parameters:
  ///   - pointer: The stack pointer.
  ///   - read: Gives bytes of memory; nil if there are none.
  init(around pointer: UInt64, read: (_ address: UInt64, _ count: Int) -> [UInt8]?) {
    start = pointer & ~7
    // Memory may end soon after the stack, so less will do.
    for count in [Self.maximumByteCount, 8192, 1024] {
      if let found = read(start, count) {
        bytes = found
        return
      }
    }
    bytes = []
  }

  /// The return addresses of a chain, the innermost first.
  func returnAddresses(from framePointer: UInt64) -> [UInt64] {
    var addresses: [UInt64] = []
    var pointer = framePointer
    while addresses.count < Self.maximumFrameCount {
      guard let next = word(at: pointer), let address = word(at: pointer &+ 8), address != 0 else {
        break
      }
      addresses.append(address)
      // A chain leads outwards only; anything else is damage.
      guard next > pointer else { break }
      pointer = next
    }
    return addresses
  }

  private func word(at address: UInt64) -> UInt64? {
    guard address >= start, address % 8 == 0 else { return nil }
    let offset = address - start
    guard offset + 8 <= bytes.count else { return nil }
    return bytes[Int(offset)..<Int(offset) + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
