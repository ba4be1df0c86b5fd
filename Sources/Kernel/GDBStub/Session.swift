internal import Telemetry

/// A debugger's session: what it asked for, and what it is told.
///
/// Whoever owns it hands over every byte that comes and every stop of the guest; while `isHalted`,
/// the guest must stand still. Registers are put into `registers` before a stop is handed over, and
/// taken from there when the guest goes on.
public struct Session<Target: DebugTarget, Line: DebugLine> {
  var target: Target
  /// Whether the packet is one that is known, but not all of it makes sense.
  var isMalformed = false
  /// Whether a debugger has asked something and not taken its leave.
  public internal(set) var isAttached = false
  /// Whether the guest must stand still.
  public internal(set) var isHalted = false
  /// Whether replies are acknowledged.
  var isAcknowledging = true
  /// Whether the last reply was acknowledged, so that the same packet again is a new one.
  var isReplyAcknowledged = true
  /// Whether the guest stands still behind a step, and threads were not asked for since.
  var isFresh = false
  /// Whether the debugger hears with each stop which threads there are, as lldb likes it.
  var listsThreads = false
  /// Whether the debugger waits to be told that the guest has stopped.
  var owesStop = false
  /// Whether the guest goes on by single instructions, for as long as the next one lies in the
  /// range below.
  var isStepping = false
  /// Whether the step being taken is over a breakpoint, and the guest goes on as above behind it.
  var isSteppingOver = false
  /// Whether the processor is made to trap after one instruction.
  var isTrapping = false
  /// Whether the step being taken leaves a trap flag on the stack.
  var mustCleanFlags = false
  /// Whether a panic waits for a debugger where there is none.
  public var waitsForPanic = false
  /// Set before the kernel enters the stub by a breakpoint instruction of its own: whether it waits
  /// for a debugger there.
  public var ownBreakpointWaits: Bool?
  /// The signal with which the guest goes on, to be handled by the kernel; 0 for none.
  var passedSignal: UInt8 = 0
  /// What is read of a packet, or of an expression, and where.
  var scanner: PacketScanner
  /// The registers of what is stopped.
  public let registers: RegisterBlock
  /// Room for memory on its way to a reply.
  let scratch: ByteBuffer
  /// The breakpoints in the code.
  public var breakpoints: BreakpointTable
  let input: ByteBuffer
  /// Numbers in the packet, in their order.
  var arguments: [4 of UInt64] = [0, 0, 0, 0]
  /// How many numbers there are in `agentStack`.
  var depth = 0
  var reply: Reply<Line>
  var reader = PacketReader()
  /// How breakpoints are left behind whose conditions are false.
  var detours: DetourTable
  /// Whether breakpoints are in memory while a condition is evaluated.
  var isPassing = false
  /// Whether commands are only looked at, and whether the stub can print what they ask for.
  var (isChecking, canPrint) = (false, true)
  /// Conditions and commands of breakpoints.
  var conditions: ConditionPool
  /// Room for the numbers that an expression works with.
  let agentStack: ByteBuffer
  /// The tasks that do not run, if somebody has looked since the guest stopped.
  var tasks: TaskList
  var areTasksKnown = false
  /// Where functions go on that gdb was told of as callers since the guest stopped, and how many.
  let shownCallers: ByteBuffer
  var shownCount = 0
  /// The thread of the task whose registers are asked for; 0 for the processor's.
  var selectedThread: UInt64 = 0
  /// The addresses at which steps go on; empty for a single one.
  var (rangeStart, rangeEnd): (UInt64, UInt64) = (0, 0)
  /// Where the guest stood when it went on.
  var resumeAddress: UInt64 = 0
  /// The stack pointer there.
  var resumeStack: UInt64 = 0
  /// Where the step being taken ends, if a breakpoint does that; 0 if none does.
  var stepEnd: UInt64 = 0
  /// The step that was begun before an interrupt came, whose handler has met a breakpoint since: it
  /// is taken when the handler has ended.
  var interrupted: InterruptedStep?
  /// The flag that was taken from the guest so that no interrupt comes before that; 0 if none was.
  var heldFlags: UInt64 = 0
  var lastPacketHash: UInt64 = 0
  var stop = Stop(signal: 5)
  /// The breakpoints of the processor.
  public var debugRegisters = DebugRegisters()

  /// Bytes of memory for buffers.
  public static var memoryByteCount: Int { 36864 }
  /// Which of them nobody uses while a command of the kernel's runs: room for tasks.
  public static var spareMemory: Range<Int> {
    RegisterBlock.byteCount..<RegisterBlock.byteCount + TaskList.byteCount
  }
  /// How many breakpoints may have a detour.
  private static var detourCount: Int { 10 }
  /// Bytes of memory for detours.
  public static var detourByteCount: Int { detourCount * Detour.byteCount }
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
    var memory = memory
    self.target = target
    registers = RegisterBlock(memory.take(RegisterBlock.byteCount))
    tasks = TaskList(memory.take(TaskList.byteCount))
    agentStack = memory.take(256)
    input = memory.take(Self.packetByteCount)
    scanner = PacketScanner(input)
    reply = Reply(line, memory.take(Self.packetByteCount + Reply<Line>.frameByteCount))
    scratch = memory.take(4096)
    conditions = ConditionPool(memory.take(8192))
    shownCallers = memory.take(1792)
    detours = DetourTable(
      memory.take(Self.detourCount * DetourTable.noteByteCount), at: target.detours)
    self.breakpoints = BreakpointTable(breakpoints)
  }

  /// Whether nothing of a packet has come yet.
  public var isBetweenPackets: Bool { reader.isBetweenPackets }

  /// Takes a byte from the debugger.
  @inline(never)
  public mutating func receive(_ byte: UInt8) {
    switch reader.take(byte, into: input) {
    case .nothing: break
    case .acknowledged: isReplyAcknowledged = true
    case .refused: resend()
    case .interrupt: if !isHalted { interrupt() }
    case .damaged: if isAcknowledging { send(UInt8(ascii: "-")) } else { answer(.badPacket) }
    case .tooLong:
      acknowledge()
      answer(.noRoom)
    case .packet: takePacket(input.part(0, reader.byteCount))
    }
  }

  /// Stands still because the debugger wants it.
  @inline(never)
  private mutating func interrupt() {
    cleanUp()
    halt(.interrupt)
  }

  /// Stands still, and tells the debugger if it waits for that.
  @inline(never)
  mutating func halt(_ stop: Stop) {
    self.stop = stop
    isHalted = true
    interrupted = nil
    selectedThread = 0
    forgetTasks()
    guard owesStop else { return }
    owesStop = false
    answer(reportStop())
  }

  @inline(never)
  private mutating func takePacket(_ packet: ByteBuffer) {
    // A new debugger waits for acknowledgements, whatever was agreed with the one before. lldb
    // gives them up first and asks then, for `xmlRegisters` before all else; gdb does it the other
    // way round.
    let hash = Self.hash(packet)
    if hash == Self.givesUpHash
      || packet.begins(with: "qSupported") && !packet.begins(with: "qSupported:x")
    {
      (isAcknowledging, isReplyAcknowledged) = (true, true)
    }
    acknowledge()
    // A packet that comes again before its reply was acknowledged is the same one.
    if isAcknowledging, !isReplyAcknowledged, hash == lastPacketHash {
      return resend()
    }
    lastPacketHash = hash
    // Whoever asks has the guest stand still: gdb does not say so before.
    if !isHalted {
      owesStop = false
      interrupt()
    }
    isAttached = true
    dispatch(packet)
  }

  /// Makes the reply, which is a text.
  @inline(never)
  mutating func say(_ text: StaticString) -> Answer {
    reply.begin()
    reply.write(text)
    return .made
  }

  /// Says what became of a packet, or sends the reply that was made.
  @inline(never)
  mutating func answer(_ answer: Answer) {
    if answer == .later { return }
    if answer != .made {
      reply.begin()
      reply.write(answer)
    }
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

  @inline(never)
  private mutating func resend() {
    if isAcknowledging { reply.line.send(reply.bytes) }
  }

  private mutating func acknowledge() {
    if isAcknowledging { send(UInt8(ascii: "+")) }
  }

  @inline(never)
  mutating func send(_ byte: UInt8) {
    self.byte[0] = byte
    reply.line.send(self.byte)
  }

  /// The hash of the packet that gives acknowledgements up: `QStartNoAckMode`.
  private static var givesUpHash: UInt64 { 0xae94_f6a9_08c3_e013 }

  private static func hash(_ bytes: ByteBuffer) -> UInt64 {
    var (hash, index): (UInt64, Int) = (0xcbf2_9ce4_8422_2325, 0)
    while index < bytes.count {
      hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01b3
      index &+= 1
    }
    return hash
  }
}
