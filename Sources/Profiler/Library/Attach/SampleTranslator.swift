internal import Glibc
internal import Symbols
internal import Telemetry

/// Makes samples of what a guest wrote, with what its image tells.
struct SampleTranslator {
  private let symboliser: Symboliser
  private let unwinder: SnapshotUnwinder
  /// Blocks that were sampled and are in use, by their address.
  private var blocks: [UInt64: Sample] = [:]
  /// Names of stretches of work by where they lie in the image.
  private var names: [UInt64: String] = [:]
  /// What became of stacks that came as they lay in memory.
  private(set) var check: StackCheck

  /// Makes a translator.
  ///
  /// - Parameters:
  ///   - symboliser: The guest's image.
  ///   - comparesLibraries: Whether stacks that came as they lay in memory are unwound by libdw and
  ///     libunwind, too.
  init(_ symboliser: Symboliser, comparesLibraries: Bool = false) {
    self.symboliser = symboliser
    unwinder = SnapshotUnwinder(symboliser)
    check = StackCheck(symboliser, comparesLibraries: comparesLibraries)
  }

  /// Translates a record.
  ///
  /// - Parameters:
  ///   - record: What the guest wrote.
  ///   - base: What addresses count from.
  ///   - time: How ticks become time.
  /// - Returns: The sample; nil if the record tells of none.
  mutating func sample(
    _ record: borrowing SampleRecord, base: UInt64, time: GuestTime
  ) -> Sample? {
    if record.kind == .release, record.extraWordCount >= 1 {
      blocks[record.extraWord(at: 0)] = nil
      return nil
    }
    guard var sample = Sample(record, base: base, time: time) else { return nil }
    switch record.kind {
    case .processor: completeTop(of: &sample, record, base: base)
    case .raw: unwind(&sample, record)
    case .span: sample.name = name(at: record.extraWord(at: 1), count: record.extraWord(at: 2))
    case .allocation where record.extraWord(at: 0) != 0:
      var live = sample
      live.kind = .liveAllocation
      blocks[record.extraWord(at: 0)] = live
    default: break
    }
    return sample
  }

  /// Samples of the blocks that have not been given back yet.
  var liveSamples: [Sample] { blocks.values.sorted { $0.time < $1.time } }

  /// Adds the caller of an instruction where the function has not made its frame.
  ///
  /// Frame pointers lead past it there; its address is one of the words on top of the stack.
  private func completeTop(
    of sample: inout Sample, _ record: borrowing SampleRecord, base: UInt64
  ) {
    guard sample.context != .idle, let instruction = sample.addresses.first,
      let index = symboliser.returnAddressIndex(
        at: LinkAddress(instruction),
        onTop: [record.topWord(0), record.topWord(1)].map(UInt64.init))
    else { return }
    sample.remarks.insert(.knowsCaller)
    let caller = base + UInt64(record.topWord(index))
    guard sample.addresses.dropFirst().first != caller else { return }
    sample.addresses.insert(caller, at: 1)
    if sample.interruptFrameCount > 0 { sample.interruptFrameCount += 1 }
  }

  /// Replaces a stack that the guest walked by what the compiler's rules make of its memory.
  private mutating func unwind(_ sample: inout Sample, _ record: borrowing SampleRecord) {
    guard record.extraWordCount > 17, sample.interruptFrameCount == 0 else { return }
    let registers = (0..<17).map { record.extraWord(at: $0) }
    let stack = (17..<record.extraWordCount).map { record.extraWord(at: $0) }
    var addresses: [UInt64] = []
    let end = stack.withUnsafeBufferPointer {
      unwinder.unwind(
        StackRegisters(rip: registers[16], rsp: registers[7], rbp: registers[6]), stack: $0,
        at: registers[7], into: &addresses)
    }
    // Of assembly and C++ nothing is written: a call of the function tells who called it.
    if let index = symboliser.returnAddressIndex(
      at: LinkAddress(registers[16]), onTop: Array(stack.prefix(64))),
      addresses.dropFirst().first != stack[index]
    {
      addresses.insert(stack[index], at: 1)
    }
    var walked = sample
    completeTop(of: &walked, record, base: 0)
    if end == nil {
      check.add(
        addresses, walked: walked.addresses, registers: registers, stack: stack,
        isSearched: record.hasSearched)
      sample.addresses = addresses
      sample.ending = .complete
      sample.remarks = .knowsCaller
    } else if case .unreadable = end {
      // The guest's own walk is longer than the copy.
      check.addShort()
    }
  }

  /// Makes a sample of a stretch of work that has not ended.
  ///
  /// - Parameters:
  ///   - span: The stretch.
  ///   - tick: When the recording ends, in ticks.
  ///   - time: How ticks become time.
  /// - Returns: The sample.
  mutating func sample(_ span: OpenSpan, at tick: UInt64, _ time: GuestTime) -> Sample {
    let name = name(at: span.nameAddress, count: span.nameByteCount)
    return span.sample(named: name, at: tick, time)
  }

  private mutating func name(at address: UInt64, count: UInt64) -> String {
    if let known = names[address] { return known }
    let bytes = symboliser.image.bytes(at: LinkAddress(address), count: Int(min(count, 200)))
    let name = bytes.map { String(decoding: $0, as: UTF8.self) } ?? "[span]"
    names[address] = name.isEmpty ? "[span]" : name
    return names[address] ?? name
  }
}
