public import Symbols

/// Measures how fast profiles are made, with an image and with stacks that are made up.
public struct SpeedTest {
  /// A figure with its unit in the name.
  public struct Figure: Equatable, Sendable {
    public var name: String
    public var value: Double
  }

  private let symboliser: Symboliser
  /// Return addresses in functions that keep a frame pointer.
  private let places: [UInt64]

  /// Frames of a stack that is unwound.
  private static let depth = 27

  /// Prepares measurements with an image.
  ///
  /// - Parameter symboliser: The image.
  /// - Throws: If it has no functions with frame pointers.
  public init(_ symboliser: Symboliser) throws(ProfilerError) {
    self.symboliser = symboliser
    let unwinder = SnapshotUnwinder(symboliser)
    var addresses: [UInt64] = []
    let candidates = symboliser.symbols.symbols.filter { $0.isFunction && $0.byteCount > 48 }
    places = candidates.flatMap { symbol in
      stride(from: symbol.byteCount / 3, to: symbol.byteCount - 8, by: 37).map {
        symbol.address.rawValue + $0
      }
    }.filter { place in
      // One frame: the caller's frame pointer is 0, which ends the stack.
      let words: [UInt64] = [0, place, 0, 0]
      let end = words.withUnsafeBufferPointer {
        unwinder.unwind(
          StackRegisters(rip: place, rsp: 0x8000, rbp: 0x8000), stack: $0, at: 0x8000,
          into: &addresses)
      }
      return end == nil && addresses.count == 2
    }
    guard places.count > 100 else {
      throw ProfilerError("the image has too few functions with frame pointers to measure with")
    }
  }

  /// Measures everything.
  public func run() throws(ProfilerError) -> [Figure] {
    let recording = recording(uniqueStackCount: 1000, sampleCount: 10_000)
    let coldStart = ContinuousClock.now
    let builder = ProfileBuilder(symboliser)
    _ = builder.build(recording)
    let cold = Self.seconds(since: coldStart)
    return [
      Figure(name: "symbols.warm addresses/s", value: try measureSymbols()),
      Figure(name: "symbols.cold ms", value: cold * 1000),
      Figure(name: "unwind stacks/s", value: measureUnwinding()),
      Figure(name: "folded MB/s", value: measureFolded(bytesAtLeast: 40 << 20)),
      Figure(name: "folded.10000 ms", value: measurePicture() * 1000),
      Figure(name: "outputs ms", value: measureOutputs(recording) * 1000),
    ]
  }

  /// Addresses with their inline chains per second, when each has been met before.
  private func measureSymbols() throws(ProfilerError) -> Double {
    let recording = recording(uniqueStackCount: 40_000, sampleCount: 40_000)
    let builder = ProfileBuilder(symboliser)
    _ = builder.build(self.recording(uniqueStackCount: 10_000, sampleCount: 10_000, seed: 1))
    // Every stack is new to the builder, but no address is.
    let start = ContinuousClock.now
    _ = builder.named(recording)
    return Double(40_000 * Self.depth) / Self.seconds(since: start)
  }

  /// Stacks of 27 frames per second, by the compiler's rules.
  private func measureUnwinding() -> Double {
    let unwinder = SnapshotUnwinder(symboliser)
    let snapshots = (0..<1000).map { snapshot(seed: UInt64($0)) }
    var addresses: [UInt64] = []
    var frameCount = 0
    let round = {
      for (rip, words) in snapshots {
        words.withUnsafeBufferPointer {
          _ = unwinder.unwind(
            StackRegisters(rip: rip, rsp: 0x8000, rbp: 0x8000), stack: $0, at: 0x8000,
            into: &addresses)
        }
        frameCount += addresses.count
      }
    }
    round()
    frameCount = 0
    let start = ContinuousClock.now
    for _ in 0..<100 { round() }
    return Double(frameCount) / Double(Self.depth) / Self.seconds(since: start)
  }

  /// A stack of frames by frame pointers, and the instruction on top.
  private func snapshot(seed: UInt64) -> (rip: UInt64, words: [UInt64]) {
    var random = JitterGenerator(seed: seed)
    var words: [UInt64] = []
    for depth in 1...Self.depth {
      let isLast = depth == Self.depth
      words.append(isLast ? 0 : 0x8000 + UInt64(depth) * 32)
      words.append(isLast ? 0 : place(&random))
      words += [0, 0]
    }
    return (place(&random), words)
  }

  /// Megabytes of collapsed stacks per second, from text to picture.
  private func measureFolded(bytesAtLeast count: Int) -> Double {
    var lines = FoldedExporter.export(
      ProfileBuilder(symboliser).build(
        recording(uniqueStackCount: 10_000, sampleCount: 10_000, seed: 7)))
    let part = lines
    while lines.count < count { lines += part }
    let start = ContinuousClock.now
    _ = (try? FoldedReader.read(lines)).map { FlameGraph().draw($0.tree) }
    return Double(lines.count) / 1e6 / Self.seconds(since: start)
  }

  /// Seconds from 10,000 different collapsed stacks of 27 functions to a picture.
  private func measurePicture() -> Double {
    var filter = ProfileFilter()
    filter.showsInlined = false
    let recording = recording(uniqueStackCount: 10_000, sampleCount: 10_000)
    let profile = ProfileBuilder(symboliser).build(recording)
    let lines = FoldedExporter.export(filter.apply(to: profile))
    let start = ContinuousClock.now
    _ = (try? FoldedReader.read(lines)).map { FlameGraph().draw($0.tree) }
    return Self.seconds(since: start)
  }

  /// Seconds from a file of 10 s at 1 kHz to every output, the image already open.
  private func measureOutputs(_ recording: Recording) -> Double {
    let file = recording.fileBytes
    let start = ContinuousClock.now
    guard let read = try? Recording(fileBytes: file, name: "made up") else { return .infinity }
    let profile = ProfileBuilder(symboliser).build(read)
    var byteCount = 0
    for export in Self.outputs { byteCount += export(profile).count }
    return byteCount > 0 ? Self.seconds(since: start) : .infinity
  }

  private static var outputs: [(Profile) -> [UInt8]] {
    [
      { FlameGraph(describing: $0, health: []).draw($0, inverted: false) },
      { FoldedExporter.export($0) }, { SpeedscopeExporter.export($0) },
      { PprofExporter.export($0) }, { FirefoxExporter.export($0) },
      { PerfScriptExporter.export($0) },
      {
        PerfDataExporter.export(
          $0, code: PerfDataExporter.Code(address: 0, byteCount: 0, fileOffset: 0))
      },
      { CallgrindExporter.export($0) }, { JSONExporter.export($0) },
      { HTMLReport.export($0, health: []) { _ in nil } },
      { Array(TextReport($0).top(50).joined().utf8) },
      { Array(TextReport($0).tree(least: 0.01).joined().utf8) },
    ]
  }

  /// A recording of stacks that have much in common near the entry, as real ones do.
  private func recording(
    uniqueStackCount: Int, sampleCount: Int, seed: UInt64 = 42
  ) -> Recording {
    let source = SourceDescription(origin: "made up", mode: "timer", rate: 1000, isJittered: false)
    var recording = Recording(
      header: RecordingHeader(
        machine: "speed", image: symboliser.image.path, buildIdentity: "", source: source,
        startTime: 0))
    var random = JitterGenerator(seed: seed)
    var stack = (0..<Self.depth).map { _ in place(&random) }
    for index in 0..<sampleCount {
      if index < uniqueStackCount {
        // What is near the leaf changes more often than what is near the entry.
        let changed = 1 + Int((random.next() - 0.5) * (random.next() - 0.5) * Double(Self.depth))
        for depth in 0..<min(changed, Self.depth) { stack[depth] = place(&random) }
      }
      recording.append(
        Sample(time: UInt64(index) * 1_000_000, weight: 1_000_000, addresses: stack))
    }
    return recording
  }

  private func place(_ random: inout JitterGenerator) -> UInt64 {
    places[min(places.count - 1, Int((random.next() - 0.5) * Double(places.count)))]
  }

  private static func seconds(since start: ContinuousClock.Instant) -> Double {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return max(1e-9, Double(seconds) + Double(attoseconds) / 1e18)
  }
}
