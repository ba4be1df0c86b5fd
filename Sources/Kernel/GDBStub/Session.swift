internal import Telemetry

/// A debugger's session: what it asked for, and what it is told.
///
/// Whoever owns it hands over every byte that comes and every stop of the guest; while `isHalted`,
/// the guest must stand still. Registers are put into `registers` before a stop is handed over, and
/// taken from there when the guest goes on.
public struct Session<Target: DebugTarget, Line: DebugLine> {
  var target: Target
  var reader = PacketReader()
  var reply: Reply<Line>
  let input: ByteBuffer
  /// What is read of a packet, or of an expression, and where.
  var scanner: PacketScanner
  /// Whether the packet is one that is known, but not all of it makes sense.
  var isMalformed = false
  /// Numbers in the packet, in their order.
  var arguments: [3 of UInt64] = [0, 0, 0]
  /// Room for memory on its way to a reply.
  let scratch: ByteBuffer
  /// Room for the numbers that an expression works with.
  let agentStack: ByteBuffer
  /// How many there are.
  var depth = 0
  /// Conditions of breakpoints.
  var conditions: ConditionPool

  /// The registers of what is stopped.
  public let registers: RegisterBlock
  /// The breakpoints in the code.
  public var breakpoints: BreakpointTable
  /// The breakpoints of the processor.
  public var debugRegisters = DebugRegisters()

  /// Whether a debugger has asked something and not taken its leave.
  public internal(set) var isAttached = false
  /// Whether the guest must stand still.
  public internal(set) var isHalted = false

  /// The task whose registers are asked for; nil for the processor.
  var selected: SuspendedTask?
  /// Room for the list of tasks.
  let taskMemory: ByteBuffer
  /// Where functions go on that gdb was told of as callers, and how many were.
  let shownCallers: ByteBuffer
  var shownCount = 0
  /// Whether replies are acknowledged.
  var isAcknowledging = true
  /// Whether the last reply was acknowledged, so that the same packet again is a new one.
  var isReplyAcknowledged = true
  var lastPacketHash: UInt64 = 0
  /// Whether the debugger waits to be told that the guest has stopped.
  var owesStop = false
  var stop = Stop(signal: 5)
  var resumption = Resumption.run
  /// Where the guest stood when it went on.
  var resumeAddress: UInt64 = 0
  /// Whether the step being taken is over a breakpoint, and `resumption` goes on behind it.
  var isSteppingOver = false
  /// Whether the step being taken leaves a trap flag on the stack.
  var mustCleanFlags = false
  /// Where the step being taken ends, if a breakpoint does that.
  var stepEnd: UInt64?
  /// Whether a panic waits for a debugger where there is none.
  public var waitsForPanic = false
  /// Set before the kernel enters the stub by a breakpoint instruction of its own: whether it waits
  /// for a debugger there.
  public var ownBreakpointWaits: Bool?
  /// Whether the processor is made to trap after one instruction.
  var isTrapping = false
  /// The signal with which the guest goes on, to be handled by the kernel; 0 for none.
  var passedSignal: UInt8 = 0

  /// Bytes of memory for buffers.
  public static var memoryByteCount: Int { 36864 }
  /// The longest packet.
  static var packetByteCount: Int { 8192 }

  /// Makes a session without a debugger.
  ///
  /// - Parameters:
  ///   - target: The machine.
  ///   - line: The line to the debugger.
  ///   - memory: `memoryByteCount` bytes, of which the first are those of `RegisterBlock`.
  ///   - breakpoints: Memory for entries of `BreakpointTable`.
  public init(_ target: Target, _ line: Line, memory: ByteBuffer, breakpoints: ByteBuffer) {
    self.target = target
    registers = RegisterBlock(memory[0..<RegisterBlock.byteCount])
    agentStack = memory[32512..<32768]
    input = memory[1024..<1024 + Self.packetByteCount]
    scanner = PacketScanner(input[0..<0])
    reply = Reply(
      line, memory[9216..<9216 + Self.packetByteCount + Reply<Line>.frameByteCount])
    scratch = memory[18432..<18432 + 4096]
    conditions = ConditionPool(memory[22528..<30720])
    shownCallers = memory[30720..<32512]
    taskMemory = memory[32768..<32768 + TaskList.byteCount]
    self.breakpoints = BreakpointTable(breakpoints)
  }

  /// Whether nothing of a packet has come yet.
  public var isBetweenPackets: Bool { reader.isBetweenPackets }

  /// Takes a byte from the debugger.
  public mutating func receive(_ byte: UInt8) {
    guard let event = reader.take(byte, into: input) else { return }
    switch event {
    case .acknowledged: isReplyAcknowledged = true
    case .refused: resend()
    case .interrupt: interrupt()
    case .damaged: refusePacket()
    case .tooLong:
      acknowledge()
      answer(.noRoom)
    case .packet(let byteCount): takePacket(input[0..<byteCount])
    }
  }

  /// Stands still because the debugger wants it.
  private mutating func interrupt() {
    guard !isHalted else { return }
    cleanUp()
    halt(.interrupt)
  }

  /// Stands still, and tells the debugger if it waits for that.
  mutating func halt(_ stop: Stop) {
    self.stop = stop
    isHalted = true
    selected = nil
    guard owesStop else { return }
    owesStop = false
    reportStop()
  }

  private mutating func takePacket(_ packet: ByteBuffer) {
    // A new debugger waits for acknowledgements, whatever was agreed with the one before.
    if packet.begins(with: "qSupported") { isAcknowledging = true }
    acknowledge()
    // A packet that comes again before its reply was acknowledged is the same one.
    let hash = Self.hash(packet)
    if isAcknowledging, !isReplyAcknowledged, hash == lastPacketHash, reply.bytes.count > 0 {
      resend()
      return
    }
    lastPacketHash = hash
    // Whoever asks has the guest stand still: gdb does not say so before.
    if !isHalted {
      cleanUp()
      stop = .interrupt
      isHalted = true
      selected = nil
    }
    isAttached = true
    dispatch(packet)
  }

  /// Sends a text.
  @inline(never)
  mutating func answer(_ text: StaticString) {
    reply.begin()
    reply.write(text)
    send()
  }

  /// Says what became of a packet.
  @inline(never)
  mutating func answer(_ answer: Answer) {
    reply.begin()
    reply.write(answer)
    send()
  }

  /// Says whether it worked.
  mutating func answer(_ isDone: Bool, else error: Answer) { answer(isDone ? .done : error) }

  /// Sends the reply that was made.
  @inline(never)
  mutating func send() {
    isReplyAcknowledged = false
    reply.end()
  }

  /// Reads a byte of the guest; it is in `byte`, too.
  @inline(never)
  mutating func readByte(_ address: UInt64) -> UInt8? {
    target.read(address, into: byte) == 1 ? byte[0] : nil
  }

  /// Room for a single byte.
  var byte: ByteBuffer { scratch[0..<1] }

  private mutating func resend() {
    if isAcknowledging, reply.bytes.count > 0 { reply.line.send(reply.bytes) }
  }

  private mutating func acknowledge() {
    if isAcknowledging { sendByte(UInt8(ascii: "+")) }
  }

  private mutating func refusePacket() {
    if isAcknowledging {
      sendByte(UInt8(ascii: "-"))
    } else {
      answer(.badPacket)
    }
  }

  private mutating func sendByte(_ byte: UInt8) {
    self.byte[0] = byte
    reply.line.send(self.byte)
  }

  private static func hash(_ bytes: ByteBuffer) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for index in 0..<bytes.count { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01b3 }
    return hash
  }
}
