internal import Glibc
public import Machine
public import Symbols

/// Samples a guest that has no sampler: stops it, looks at its registers and its stack, lets it go.
///
/// The guest does not notice, as its clock stands still meanwhile; but it gets less done. What the
/// samples weigh is the time for which it ran.
public final class OutsideSource: SampleSource {
  public let description: SourceDescription
  private let socket: Descriptor
  private let symboliser: Symboliser
  private let interval: Double
  private var random: JitterGenerator
  private var target: RemoteTarget?
  private var account = SampleAccount()
  private var nextStop = ContinuousClock.now
  private var resumed = ContinuousClock.now
  /// For how long the guest has run, in nanoseconds.
  private var runTime: UInt64 = 0

  /// Prepares sampling of a running machine.
  ///
  /// - Parameters:
  ///   - machine: The machine.
  ///   - symboliser: Its image, whose rules find callers.
  ///   - rate: Samples per second; some 500 are possible.
  ///   - seed: What the random intervals begin with; nil for regular ones.
  /// - Throws: If QEMU offers no socket for a debugger.
  public convenience init(
    _ machine: AttachedMachine, symboliser: Symboliser, rate: Double, seed: UInt64?
  ) throws(ProfilerError) {
    let folder = RunFolder(path: machine.registration.folder)
    do throws(MachineError) {
      let name = "qemu-gdb.sock"
      guard let socket = try? folder.connect(to: name) else {
        let command = "gdbserver unix:\(name),server=on,wait=off"
        try machine.execute("human-monitor-command", ["command-line": .string(command)])
        self.init(
          try folder.connect(to: name), symboliser: symboliser, rate: rate, seed: seed)
        return
      }
      self.init(socket, symboliser: symboliser, rate: rate, seed: seed)
    } catch {
      throw ProfilerError("\(error)", advice: "Is the machine still running? testrunner ps")
    }
  }

  init(_ socket: Descriptor, symboliser: Symboliser, rate: Double, seed: UInt64?) {
    self.socket = socket
    self.symboliser = symboliser
    interval = 1 / rate
    random = JitterGenerator(seed: seed)
    description = SourceDescription(
      origin: "outside", mode: "stopping", rate: rate, isJittered: seed != nil)
  }

  deinit { target?.detach() }

  public func start() throws(ProfilerError) {
    let target = try RemoteTarget(socket)
    self.target = target
    try target.resume()
    resumed = .now
    nextStop = resumed + .seconds(interval * random.next())
  }

  public func poll(
    until deadline: ContinuousClock.Instant, _ take: (Sample) -> Void
  ) throws(ProfilerError) -> Bool {
    guard let target else { return false }
    while nextStop < deadline {
      if target.ends(by: nextStop) { return false }
      take(try look(target))
      nextStop = max(nextStop + .seconds(interval * random.next()), resumed)
    }
    return !target.ends(by: deadline)
  }

  public func stop(_ take: (Sample) -> Void) throws(ProfilerError) -> SampleAccount {
    guard let target else { return account }
    // A guest that stands can be let go; one that runs does not answer.
    try target.stop()
    target.detach()
    self.target = nil
    account.duration = runTime + Self.nanoseconds(since: resumed)
    return account
  }

  /// Stops the guest, takes a sample, lets it go.
  private func look(_ target: RemoteTarget) throws(ProfilerError) -> Sample {
    try target.stop()
    let weight = Self.nanoseconds(since: resumed)
    runTime += weight
    account.firedCount += 1
    let registers = try readRegisters(target)
    let walk = symboliser.walk(from: registers.stack) { target.read($0, $1) }
    let isHalted = target.read(registers.stack.rip &- 1, 1) == [0xf4]
    try target.resume()
    resumed = .now
    account.recordedCount += 1
    let masked = registers.flags & 0x200 == 0
    return Sample(
      time: runTime, weight: weight, context: isHalted ? .idle : masked ? .masked : .busy,
      ending: StackEnding(walk.end), addresses: walk.addresses.map(\.address.rawValue))
  }

  /// Reads the registers, as QEMU orders them: sixteen, then instruction pointer and flags.
  private func readRegisters(
    _ target: RemoteTarget
  ) throws(ProfilerError) -> (stack: StackRegisters, flags: UInt64) {
    let text = try target.request("g")
    guard let bytes = RemoteTarget.bytes(Array(text.utf8)[...]), bytes.count >= 17 * 8 + 4 else {
      throw ProfilerError("QEMU's answer about registers cannot be understood")
    }
    let word = { (index: Int) in
      bytes[index * 8..<index * 8 + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    let registers = StackRegisters(rip: word(16), rsp: word(7), rbp: word(6))
    return (registers, bytes[136..<140].reversed().reduce(0) { $0 << 8 | UInt64($1) })
  }

  private static func nanoseconds(since time: ContinuousClock.Instant) -> UInt64 {
    nanoseconds(from: time, to: .now)
  }

  private static func nanoseconds(
    from start: ContinuousClock.Instant, to end: ContinuousClock.Instant
  ) -> UInt64 {
    let (seconds, attoseconds) = max(end - start, .zero).components
    return UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
  }
}

/// Factors around one by which intervals between samples vary, so that they fit no rhythm.
struct JitterGenerator {
  private var state: UInt64
  private let isRegular: Bool

  /// Begins the factors of a seed; nil for ones.
  init(seed: UInt64?) {
    isRegular = seed == nil
    state = seed ?? 0
  }

  /// The next factor: from a half to one and a half, evenly; their mean is one.
  mutating func next() -> Double {
    guard !isRegular else { return 1 }
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return 0.5 + Double((mixed ^ mixed >> 31) >> 11) / Double(1 << 53 as UInt64)
  }
}

extension StackEnding {
  /// The ending that a walk found.
  public init(_ end: StackWalker.End?) {
    self =
      switch end {
      case nil: .complete
      case .limit: .limit
      case .notAscending: .notAscending
      case .notCode: .notCode
      case .unreadable: .unreadable
      }
  }
}
