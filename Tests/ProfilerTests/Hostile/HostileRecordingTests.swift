internal import TestSupport
internal import Testing

@testable internal import Profiler

/// All that can be made of a profile, which must come to its end whatever a file says.
enum Outputs {
  /// Makes all of it; nothing is said of what it is.
  static func makeAll(of whole: Profile) {
    for kind in Set(whole.kinds + [.time]) {
      var filter = ProfileFilter()
      filter.kind = kind
      let part = filter.apply(to: whole)
      export(part, whole)
      report(part)
    }
    for least in [0, 1000, UInt64.max] {
      var filter = SpanFilter()
      filter.least = least
      _ = filter.apply(to: whole)
    }
  }

  private static func export(_ part: Profile, _ whole: Profile) {
    let health = HealthReport.lines(whole)
    let graph = FlameGraph(describing: part, health: health)
    _ = graph.draw(part, inverted: false)
    _ = graph.draw(part, inverted: true)
    _ = FoldedExporter.export(part, measure: .weight)
    _ = SpeedscopeExporter.export(part)
    _ = PprofExporter.message(of: part)
    _ = FirefoxExporter.export(part, whole: whole)
    _ = PerfScriptExporter.export(part)
    _ = PerfDataExporter.export(
      part, code: PerfDataExporter.Code(address: 0, byteCount: 0, fileOffset: 0))
    _ = CallgrindExporter.export(part)
    _ = JSONExporter.export(part, whole: whole)
    _ = HTMLReport.export(part, whole: whole, health: health) { _ in nil }
    _ = PushRequest(part, to: .pyroscope, at: "http://a", labels: [])
  }

  private static func report(_ part: Profile) {
    let report = TextReport(part)
    _ = report.top(10)
    _ = report.tree(least: 0.01)
    _ = AnnotateReport(part, functions: nil, read: { _ in nil }).lines(fileCount: 3, context: 3)
    _ = Comparison(part, part).lines(10)
    let tree = CallTree(part, comparedWith: part)
    var graph = FlameGraph()
    graph.change = FlameChange(tree, from: part, to: part)
    _ = graph.draw(tree)
  }
}

@Suite struct HostileRecordingTests {
  /// Reads a recording's file, and makes all that can be made of it.
  private func makeAll(of recording: Recording) throws {
    let read = try Recording(fileBytes: recording.fileBytes, name: "hostile")
    Outputs.makeAll(of: ProfileBuilder(nil).build(read))
  }

  private func recording(_ samples: [Sample]) -> Recording {
    var recording = Recording(header: SampleProfiles.header)
    for sample in samples { recording.append(sample) }
    return recording
  }

  @Test(arguments: [1e-300, 1e-3, 1e9, 1e300, -1, .infinity, .nan])
  func `rates may be any`(rate: Double) throws {
    var recording = SampleProfiles.recording
    recording.header.source.rate = rate
    let read = try Recording(fileBytes: recording.fileBytes, name: "hostile")
    #expect((0...1e9).contains(read.header.source.rate))
    try makeAll(of: recording)
  }

  @Test func `exporters do not believe the rate of a profile`() {
    for rate in [1e-300, 1e300, .infinity] {
      var profile = SampleProfiles.spans
      profile.header.source.rate = rate
      Outputs.makeAll(of: profile)
    }
  }

  @Test func `addresses may be any`() throws {
    let addresses: [UInt64] = [0, 1, 1 << 62, 1 << 63, .max - 1, .max]
    try makeAll(
      of: recording(
        addresses.map { Sample(time: 1000, weight: 1, addresses: [$0, $0, 0x1000]) }))
  }

  @Test(arguments: SampleContext.allCases)
  func `times and weights may be any`(context: SampleContext) throws {
    let numbers: [UInt64] = [0, 1, 1 << 62, .max - 1, .max]
    let samples = SampleKind.allCases.flatMap { kind in
      numbers.flatMap { time in
        numbers.map { weight in
          var sample = Sample(
            time: time, weight: weight, kind: kind, context: context, label: 7,
            addresses: [0x1000, 0x2000])
          if kind.hasName { sample.name = "work" }
          return sample
        }
      }
    }
    try makeAll(of: recording(samples))
    // One alone: nothing else begins or ends.
    let ends: [UInt64] = [0, .max]
    for sample in samples where ends.contains(sample.time) && ends.contains(sample.weight) {
      try makeAll(of: recording([sample]))
    }
    try makeAll(of: recording(samples.filter { $0.kind == .time }))
  }

  @Test func `accounts may be any`() throws {
    var recording = SampleProfiles.recording
    recording.account?.drop(.max, because: "ring full")
    recording.account?.duration = .max
    recording.account?.recordedCount = .max
    try makeAll(of: recording)
  }
}
