/// Finds packets in the bytes that come from the line.
///
/// Whatever comes, the next `$` begins a packet: damage never lasts.
///
/// Source: Debugging with GDB, E.1.
struct PacketReader {
  /// What a byte completes.
  enum Input: Equatable {
    /// A packet of that many bytes, escapes undone.
    case packet(byteCount: Int)
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
    case between, payload, escape, firstDigit
    case lastDigit(UInt8?)
  }

  private var state = State.between
  private var count = 0
  private var sum: UInt8 = 0
  private var isTooLong = false

  /// Whether no packet has begun.
  var isBetweenPackets: Bool {
    if case .between = state { true } else { false }
  }

  /// Takes the next byte.
  ///
  /// - Parameters:
  ///   - byte: The byte.
  ///   - buffer: Where a packet is put together.
  /// - Returns: What the byte completes; nil if nothing.
  mutating func take(_ byte: UInt8, into buffer: ByteBuffer) -> Input? {
    switch state {
    case .between: return takeBetween(byte)
    case .firstDigit:
      state = .lastDigit(HexadecimalDigit.value(byte))
      return nil
    case .lastDigit(let high):
      state = .between
      guard let high, let low = HexadecimalDigit.value(byte), high << 4 | low == sum else {
        return .damaged
      }
      return isTooLong ? .tooLong : .packet(byteCount: count)
    case .payload, .escape:
      takePayload(byte, into: buffer)
      return nil
    }
  }

  private mutating func takeBetween(_ byte: UInt8) -> Input? {
    switch byte {
    case UInt8(ascii: "$"): begin()
    case UInt8(ascii: "+"): return .acknowledged
    case UInt8(ascii: "-"): return .refused
    case 3: return .interrupt
    default: break
    }
    return nil
  }

  private mutating func begin() {
    state = .payload
    count = 0
    sum = 0
    isTooLong = false
  }

  private mutating func takePayload(_ byte: UInt8, into buffer: ByteBuffer) {
    switch byte {
    case UInt8(ascii: "$"): begin()
    case UInt8(ascii: "#"): state = .firstDigit
    default:
      sum &+= byte
      if case .escape = state {
        state = .payload
        store(byte ^ 0x20, in: buffer)
      } else if byte == UInt8(ascii: "}") {
        state = .escape
      } else {
        store(byte, in: buffer)
      }
    }
  }

  private mutating func store(_ byte: UInt8, in buffer: ByteBuffer) {
    guard count < buffer.count else {
      isTooLong = true
      return
    }
    buffer[count] = byte
    count += 1
  }
}
