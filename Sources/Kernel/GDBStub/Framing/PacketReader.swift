/// Finds packets in the bytes that come from the line.
///
/// Whatever comes, the next `$` begins a packet: damage never lasts.
///
/// Source: Debugging with GDB, E.1.
struct PacketReader {
  /// What a byte completes.
  enum Input {
    /// Nothing yet.
    case nothing
    /// A packet of `byteCount` bytes, escapes undone.
    case packet
    /// A packet whose checksum is wrong, or is none.
    case damaged
    /// A packet that the buffer does not hold.
    case tooLong
    /// The wish to stop what runs.
    case interrupt
    /// The last reply has arrived.
    case acknowledged
    /// The last reply arrived damaged.
    case refused
  }

  private enum State {
    case between, payload, escape, firstDigit, lastDigit
  }

  private var state = State.between
  private var sum: UInt8 = 0
  /// The first digit of the checksum, if it is one.
  private var high: UInt8?
  private var isTooLong = false
  /// How many bytes of a packet there are.
  private(set) var byteCount = 0

  /// Whether no packet has begun.
  var isBetweenPackets: Bool { state == .between }

  /// Takes the next byte.
  ///
  /// - Parameters:
  ///   - byte: The byte.
  ///   - buffer: Where a packet is put together.
  /// - Returns: What the byte completes.
  @inline(never)
  mutating func take(_ byte: UInt8, into buffer: ByteBuffer) -> Input {
    switch state {
    case .between: return takeBetween(byte)
    case .firstDigit:
      state = .lastDigit
      high = HexadecimalDigit.value(byte)
    case .lastDigit:
      state = .between
      guard let high, let low = HexadecimalDigit.value(byte), high << 4 | low == sum else {
        return .damaged
      }
      return isTooLong ? .tooLong : .packet
    case .payload, .escape: takePayload(byte, into: buffer)
    }
    return .nothing
  }

  private mutating func takeBetween(_ byte: UInt8) -> Input {
    switch byte {
    case UInt8(ascii: "$"): begin()
    case UInt8(ascii: "+"): return .acknowledged
    case UInt8(ascii: "-"): return .refused
    case 3: return .interrupt
    default: break
    }
    return .nothing
  }

  private mutating func begin() {
    state = .payload
    byteCount = 0
    sum = 0
    isTooLong = false
  }

  private mutating func takePayload(_ byte: UInt8, into buffer: ByteBuffer) {
    if byte == UInt8(ascii: "$") { return begin() }
    if byte == UInt8(ascii: "#") {
      state = .firstDigit
      return
    }
    sum &+= byte
    let isEscaped = state == .escape
    if !isEscaped, byte == UInt8(ascii: "}") {
      state = .escape
      return
    }
    state = .payload
    isTooLong = byteCount >= buffer.count
    guard !isTooLong else { return }
    buffer[byteCount] = isEscaped ? byte ^ 0x20 : byte
    byteCount &+= 1
  }
}
