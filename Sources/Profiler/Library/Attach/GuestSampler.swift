public import Machine
public import Symbols
public import Telemetry

/// Samples that a guest takes of itself, read from its memory without its help.
///
/// The guest writes them into a ring; a host that comes too late finds some overwritten, and counts
/// them. Commands go by a serial port. A guest that hangs or has died does not follow them, but
/// what its ring holds is read all the same.
public final class GuestSampler: SampleSource {
  private let machine: AttachedMachine
  private let blockAddress: UInt64
  /// Where the stretches of work are that have not ended; nil if the image has none.
  private let spansAddress: UInt64?
  private let settings: SamplingSettings
  private var port: SamplerPort?
  private var reader = RingReader()
  private var translator: SampleTranslator
  /// The block when sampling began, whose counts do not count.
  private var first: SamplerBlock?
  private var last = SamplerBlock()
  /// When the session began, in ticks, from which the times of samples count; nil if not known yet.
  private var startTick: UInt64?
  /// When to look into the ring again.
  private var nextPull = ContinuousClock.now
  /// Whether the guest follows commands.
  public private(set) var isFollowing = false
  /// Whether the guest is left as it is, and only what it has sampled is read.
  private let readsOnly: Bool
  /// How long before now the times of samples begin, in nanoseconds, where only a ring is read.
  ///
  /// Its last sample counts as one of just now: nothing tells how long a guest has not sampled.
  public private(set) var age: UInt64 = 0

  /// Takes a machine; its image must still be the one that it was started with.
  ///
  /// - Parameters:
  ///   - machine: The machine.
  ///   - symboliser: Its image.
  ///   - settings: How to sample.
  ///   - readsOnly: Whether the guest is left as it is, and only what it has sampled is read.
  ///   - comparesLibraries: Whether stacks that are copied are unwound by libdw and libunwind, too.
  /// - Throws: If the image has no sampler.
  public init(
    _ machine: AttachedMachine, symboliser: Symboliser, settings: SamplingSettings,
    readsOnly: Bool = false, comparesLibraries: Bool = false
  ) throws(ProfilerError) {
    self.machine = machine
    self.readsOnly = readsOnly
    self.settings = settings.clamped
    translator = SampleTranslator(symboliser, comparesLibraries: comparesLibraries)
    guard let symbol = symboliser.symbols.symbol(named: "kernel_sampler") else {
      throw ProfilerError(
        "\(machine.registration.name) runs an image without a sampler",
        advice: "`testrunner boot` links it unless it is told otherwise by --tools.")
    }
    blockAddress = symbol.address.rawValue
    spansAddress = symboliser.symbols.symbol(named: "kernel_sampler_spans")?.address.rawValue
    guard readsOnly else { return }
    last = try readBlock()
    var reader = RingReader()
    try look(&reader) { _, _ in }
    age = GuestTime(last).nanoseconds(in: reader.lastTick - (reader.firstTick ?? reader.lastTick))
  }

  public var description: SourceDescription {
    // Who only reads tells how the guest sampled, not how it was asked to.
    let rate = readsOnly ? last.rate : settings.rate
    let jitter = readsOnly ? last.jitter : settings.jitter
    let mode = readsOnly ? SamplingMode(rawValue: last.mode) : settings.mode
    return SourceDescription(
      origin: "sampler", mode: mode == .nonMaskable ? "nmi" : "timer",
      rate: Double(rate), isJittered: jitter > 0)
  }

  public func start() throws(ProfilerError) {
    if readsOnly { return try startWithoutCommand() }
    let block = try readBlock()
    reader = RingReader(behind: block)
    first = block
    last = block
    isFollowing = try command(settings)
    guard isFollowing else {
      throw ProfilerError(
        "\(machine.registration.name) does not follow the command to sample",
        advice: "If it hangs or has died, --ring reads what it sampled before.")
    }
    startTick = try readBlock().startTick
  }

  /// Begins with what the guest has sampled so far, and leaves it as it is.
  ///
  /// - Throws: If its memory cannot be read.
  public func startWithoutCommand() throws(ProfilerError) {
    last = try readBlock()
    guard last.magic == SamplerBlock.magic, last.ringAddress != 0 else {
      throw ProfilerError("\(machine.registration.name) has not started its sampler")
    }
  }

  public func poll(
    until deadline: ContinuousClock.Instant, _ take: (Sample) -> Void
  ) throws(ProfilerError) -> Bool {
    let next = min(deadline, nextPull)
    let hasEnded = try reporting { () throws(MachineError) in try machine.ends(by: next) }
    guard !hasEnded else { return false }
    guard .now >= nextPull else { return true }
    try pull(take)
    nextPull = .now + pollInterval
    return true
  }

  /// How long to leave the guest alone: often enough that the ring does not run over at the rate,
  /// seldom enough not to disturb.
  private var pollInterval: Duration {
    let samples = Double(max(last.capacity, 1 << 16)) / 4 / 256
    return .seconds(min(max(samples / Double(max(settings.rate, 1)), 0.02), 0.5))
  }

  public func stop(_ take: (Sample) -> Void) throws(ProfilerError) -> SampleAccount {
    let openSpans = try readOpenSpans()
    if isFollowing {
      var settings = settings
      settings.mode = .off
      _ = try command(settings)
    }
    try pull(take)
    for sample in translator.liveSamples { take(sample) }
    let end = max(reader.lastTick, last.mode == 0 ? last.stopTick : 0)
    let time = GuestTime(last, since: startTick ?? reader.firstTick)
    for span in openSpans { take(translator.sample(span, at: end, time)) }
    return account
  }

  /// The stretches of work that have begun and not ended.
  private func readOpenSpans() throws(ProfilerError) -> [OpenSpan] {
    guard let spansAddress else { return [] }
    return OpenSpan.table(
      try reporting { () throws(MachineError) in
        try machine.readPhysicalMemory(
          at: spansAddress, count: OpenSpan.capacity * OpenSpan.byteCount)
      })
  }

  /// Changes how the guest samples.
  ///
  /// - Parameter settings: How from now on.
  /// - Returns: Whether it followed.
  /// - Throws: If it cannot be reached.
  public func command(_ settings: SamplingSettings) throws(ProfilerError) -> Bool {
    let port = try openPort()
    var bytes = CommandBytes()
    let command = SamplerCommand(
      number: try readBlock().command &+ 1, settings: settings.clamped)
    command.write(to: &bytes)
    let deadline = ContinuousClock.now + .seconds(5)
    while .now < deadline {
      guard port.send(bytes.bytes) else { return false }
      let retry = min(deadline, ContinuousClock.now + .milliseconds(500))
      while .now < retry {
        if try readBlock().command == command.number { return true }
        let next = ContinuousClock.now + .milliseconds(5)
        if try reporting({ () throws(MachineError) in try machine.ends(by: next) }) {
          return false
        }
      }
    }
    return false
  }

  private func openPort() throws(ProfilerError) -> SamplerPort {
    if let port { return port }
    let opened = try reporting { () throws(MachineError) in try machine.openSamplerPort() }
    port = opened
    return opened
  }

  /// Reads what is new in the ring.
  private func pull(_ take: (Sample) -> Void) throws(ProfilerError) {
    last = try look(&reader) { record, block in
      let start = startTick ?? record.tick - min(record.tick, record.intervalTicks)
      startTick = start
      let time = GuestTime(block, since: start)
      if let sample = translator.sample(record, base: block.imageBase, time: time) { take(sample) }
    }
  }

  /// Reads what is new in the ring for a reader.
  ///
  /// - Parameters:
  ///   - reader: The reader.
  ///   - take: Takes each sample, with what the sampler says of itself.
  /// - Returns: What the sampler says of itself now.
  /// - Throws: If the guest's memory cannot be read.
  @discardableResult
  private func look(
    _ reader: inout RingReader, _ take: (borrowing SampleRecord, SamplerBlock) -> Void
  ) throws(ProfilerError) -> SamplerBlock {
    let before = try readBlock()
    let wanted = reader.wanted(before)
    let places = RingSnapshot.places(of: wanted, in: before)
    var contents = try reporting { () throws(MachineError) in
      try machine.readPhysicalMemory(places + [(blockAddress, SamplerBlock.byteCount)])
    }
    let after = try block(contents.removeLast())
    let snapshot = RingSnapshot(positions: wanted, capacity: before.capacity, pieces: contents)
    reader.read(snapshot, before: before, after: after) { record in take(record, after) }
    return after
  }

  private func readBlock() throws(ProfilerError) -> SamplerBlock {
    let bytes = try reporting { () throws(MachineError) in
      try machine.readPhysicalMemory(at: blockAddress, count: SamplerBlock.byteCount)
    }
    return try block(bytes)
  }

  private func block(_ bytes: [UInt8]) throws(ProfilerError) -> SamplerBlock {
    do throws(RecordError) {
      return try SamplerBlock(decoding: bytes.span.bytes)
    } catch {
      throw ProfilerError(
        "the sampler of \(machine.registration.name) has not started, or its memory is damaged")
    }
  }

  private func reporting<Result>(
    _ body: () throws(MachineError) -> Result
  ) throws(ProfilerError) -> Result {
    do throws(MachineError) { return try body() } catch { throw ProfilerError("\(error)") }
  }

  /// What became of all samples since the start.
  private var account: SampleAccount {
    var account = SampleAccount()
    let base = first ?? SamplerBlock()
    // One that was under way when the guest was told to stop is none of these.
    let late = last.droppedStopped &- base.droppedStopped
    account.firedCount = last.fired &- base.fired &- late
    account.recordedCount = last.processorSamples &- base.processorSamples
    account.drop(last.droppedBusy &- base.droppedBusy, because: "during what was told")
    account.drop(last.droppedOther &- base.droppedOther, because: "told during another sample")
    account.drop(reader.lostCount, because: "overwritten before they were read")
    let time = GuestTime(last)
    if readsOnly {
      // Who comes late knows how long it went on for what is left alone.
      account.recordedCount = UInt64(reader.costs.count)
      account.duration = time.nanoseconds(in: reader.sampledTicks)
    } else {
      let end = max(last.mode == 0 ? last.stopTick : reader.lastTick, last.startTick)
      account.duration = time.nanoseconds(in: end &- last.startTick)
    }
    account.cost = cost(time)
    for (claim, count) in translator.check.found { account.add(count, to: claim) }
    return account
  }

  private func cost(_ time: GuestTime) -> SampleAccount.Cost? {
    let sorted = reader.costs.sorted()
    guard let least = sorted.first else { return nil }
    let sum = sorted.reduce(0) { $0 + UInt64($1) }
    return SampleAccount.Cost(
      minimum: time.nanoseconds(in: UInt64(least)),
      mean: time.nanoseconds(in: sum / UInt64(sorted.count)),
      percentile99: time.nanoseconds(in: UInt64(sorted[(sorted.count - 1) * 99 / 100])))
  }
}

/// The bytes of a command.
private struct CommandBytes: ByteSink {
  var bytes: [UInt8] = []

  mutating func write(_ byte: UInt8) { bytes.append(byte) }
}
