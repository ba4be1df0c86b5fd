public import Telemetry

/// A packet that is being made, in a buffer of its own, where it stays until it has arrived.
///
/// All that the stub says goes through one function; the form says what becomes of a byte there. So
/// there is one way to write a number, whether it is for gdb, for the user or in a document.
public struct Reply<Line: DebugLine>: ByteSink {
  /// What becomes of what is written.
  private enum Form {
    /// It is what the packet says.
    case packet
    /// It is shown to the user: packets of their own, sent whenever one is long enough.
    ///
    /// Source: Debugging with GDB, E.3, "O".
    case console
    /// It is what the packet says, two digits each.
    case digits
    /// A part of it is what the packet says, escaped: the text is made anew for each part that is
    /// asked for.
    ///
    /// Source: Debugging with GDB, E.4, "qXfer", and E.7, "vFile:pread".
    case window
  }

  /// Where packets go.
  var line: Line
  private let buffer: ByteBuffer
  private var count = 0
  private var form = Form.packet
  /// How much of a document was written, and which part of it is wanted.
  private var position = 0
  private var (windowStart, windowEnd) = (0, 0)
  /// Whether something did not fit.
  private(set) var isTooLong = false

  /// Takes the line and the buffer.
  init(_ line: Line, _ buffer: ByteBuffer) {
    self.line = line
    self.buffer = buffer
  }

  /// Bytes around what a packet says: `$`, `#` and two digits.
  static var frameByteCount: Int { 4 }
  /// What is shown to the user is sent in pieces of this many bytes.
  private static var pieceByteCount: Int { 512 }

  /// The packet as it was sent last.
  var bytes: ByteBuffer { buffer.part(0, count) }

  /// Forgets what was said and begins anew.
  @inline(never)
  mutating func begin() {
    form = .packet
    count = 0
    isTooLong = false
    write(UInt8(ascii: "$"))
  }

  /// Completes the packet: repetitions are shortened, the checksum is added.
  @inline(never)
  mutating func end() {
    form = .packet
    if isTooLong {
      begin()
      write(.noRoom)
    }
    count = RunLength.compress(buffer.part(1, count)) &+ 1
    var (sum, index): (UInt8, Int) = (0, count)
    while index > 1 {
      index &-= 1
      sum &+= buffer[index]
    }
    append(UInt8(ascii: "#"))
    append(HexadecimalDigit.byte(sum >> 4))
    append(HexadecimalDigit.byte(sum))
    line.send(bytes)
  }

  /// Adds a byte of whatever is being written.
  @inline(never)
  public mutating func write(_ byte: UInt8) {
    switch form {
    case .packet: store(byte)
    case .digits, .console:
      store(HexadecimalDigit.byte(byte >> 4))
      store(HexadecimalDigit.byte(byte))
      if form == .console, count > Self.pieceByteCount * 2 { flush() }
    case .window:
      if position >= windowStart, position < windowEnd { escape(byte) }
      position &+= 1
    }
  }

  @inline(never)
  private mutating func store(_ byte: UInt8) {
    guard count < buffer.count &- Self.frameByteCount else {
      isTooLong = true
      return
    }
    append(byte)
  }

  /// Adds a byte for which there is room.
  @inline(never)
  private mutating func append(_ byte: UInt8) {
    buffer[count] = byte
    count &+= 1
  }

  /// Adds a byte of binary data, escaped if it has a meaning of its own.
  private mutating func escape(_ byte: UInt8) {
    let isSpecial =
      switch byte {
      case UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "}"), UInt8(ascii: "*"): true
      default: false
      }
    if isSpecial { store(UInt8(ascii: "}")) }
    store(isSpecial ? byte ^ 0x20 : byte)
  }

  // MARK: For the user

  /// Begins what is shown to the user.
  @inline(never)
  mutating func beginConsole() {
    begin()
    write(UInt8(ascii: "O"))
    form = .console
  }

  /// Sends what was not shown yet, and goes on.
  @inline(never)
  mutating func flush() {
    if count > 2 { end() }
    beginConsole()
  }

  /// Says that a command is done, before one that does not return.
  public mutating func finish() {
    begin()
    write(.done)
    end()
  }

  /// Begins a text that is sent as digits.
  mutating func beginDigits() { form = .digits }

  // MARK: Documents

  /// Begins a part of a document.
  ///
  /// - Parameters:
  ///   - offset: Where the part begins.
  ///   - byteCount: How long it may be; all of it must fit, though a byte may become two.
  mutating func beginWindow(offset: Int, byteCount: Int) {
    form = .window
    position = 0
    windowStart = offset
    windowEnd = offset &+ min(byteCount, (buffer.count &- 16) / 2)
  }

  /// Ends it.
  ///
  /// - Returns: How many bytes of the document are in the part, and whether it has more.
  mutating func endWindow() -> (byteCount: Int, hasMore: Bool) {
    form = .packet
    let end = min(position, windowEnd)
    return (max(0, end &- windowStart), position > windowEnd)
  }

  /// Changes a byte that the packet says.
  func set(_ index: Int, _ byte: UInt8) { buffer[1 &+ index] = byte }
}

// MARK: Numbers

extension Reply {
  /// Adds a byte as two digits.
  @inline(never)
  mutating func write(digitsOf byte: UInt8) {
    write(HexadecimalDigit.byte(byte >> 4))
    write(HexadecimalDigit.byte(byte))
  }

  /// Adds bytes as two digits each.
  @inline(never)
  mutating func write(digitsOf bytes: ByteBuffer) {
    var index = 0
    while index < bytes.count {
      write(digitsOf: bytes[index])
      index &+= 1
    }
  }

  /// Adds a number to the base of 16 without leading zeros.
  mutating func write(number: UInt64) { write(number, NumberFormat(base: 16)) }

  /// Adds a number, its highest digit behind what fills the column.
  @inline(never)
  mutating func write(_ number: UInt64, _ format: NumberFormat) {
    var format = format
    let base = UInt64(format.base)
    if format.width > 0 { format.width &-= 1 }
    if number >= base {
      write(number / base, format)
    } else {
      writeFront(format)
    }
    let digit = UInt8(truncatingIfNeeded: number % base) &+ UInt8(ascii: "0")
    write(digit > UInt8(ascii: "9") ? digit &+ format.letters : digit)
  }

  private mutating func writeFront(_ format: NumberFormat) {
    let isZero = format.padding == UInt8(ascii: "0")
    var left = format.width
    if format.isNegative, left > 0 { left &-= 1 }
    if format.isNegative, isZero { write(UInt8(ascii: "-")) }
    while left > 0 {
      write(format.padding)
      left &-= 1
    }
    if format.isNegative, !isZero { write(UInt8(ascii: "-")) }
  }

  /// Says what became of a packet.
  @inline(never)
  mutating func write(_ answer: Answer) {
    switch answer {
    case .done: write("OK")
    case .unknown: break
    default:
      write(UInt8(ascii: "E"))
      write(digitsOf: answer.rawValue)
    }
  }
}
