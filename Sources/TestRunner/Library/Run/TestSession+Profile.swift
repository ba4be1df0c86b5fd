internal import Foundation
internal import Machine
internal import Profiler
internal import Symbols
internal import Telemetry

/// Steps that sample the guest.
extension TestSession {
  func record(
    _ step: ProfileStep, _ index: Int, until deadline: ContinuousClock.Instant
  ) -> StepOutcome {
    do throws(ProfilerError) {
      let symboliser = try openImage()
      let path = machine.folder.file(ProfileStep.recordingName)
      let source = try sampler(step, symboliser)
      let header = RecordingHeader(
        machine: (folder as NSString).lastPathComponent, image: image.path,
        buildIdentity: symboliser.image.buildIdentity ?? "", source: source.description,
        startTime: UInt64(max(0, Date().timeIntervalSince1970) * 1e9))
      let writer = try RecordingWriter(path: path, header: header)
      let recorder = BackgroundRecorder(source, into: writer)
      try recorder.start()
      var outcome = StepOutcome.passed("")
      for inner in step.steps {
        guard case .passed = outcome else { break }
        outcome = perform(inner, index, until: deadline)
        if case .failed(let reason) = outcome { outcome = .failed("\(inner.title): \(reason)") }
      }
      let ending = try recorder.stop()
      let profile = ProfileBuilder(symboliser).build(writer.recording)
      // What was sampled until something failed may tell why.
      try write(profile)
      guard case .passed = outcome else { return outcome }
      if case .lost(let error) = ending {
        return .failed("the guest was lost" + (error.map { ": \($0.reason)" } ?? ""))
      }
      return try check(profile, step)
    } catch {
      return verdict == nil ? .failed("\(error)") : .interrupted
    }
  }

  private func openImage() throws(ProfilerError) -> Symboliser {
    do throws(ImageError) {
      return try Symboliser(path: image.path)
    } catch {
      throw ProfilerError("\(error)")
    }
  }

  private func sampler(
    _ step: ProfileStep, _ symboliser: Symboliser
  ) throws(ProfilerError) -> GuestSampler {
    let attached: AttachedMachine
    do throws(MachineError) {
      attached = try machine.attachment(as: "test")
    } catch {
      throw ProfilerError("\(error)")
    }
    guard attached.registration.configuration.hasSamplerPort else {
      throw ProfilerError("the image has no sampler: the manifest must say tools: [sampler]")
    }
    return try GuestSampler(
      attached, symboliser: symboliser, settings: SamplingSettings(mode: step.mode, rate: step.rate)
    )
  }

  private func write(_ profile: Profile) throws(ProfilerError) {
    let health = HealthReport.lines(profile)
    var filter = ProfileFilter()
    filter.contexts = Set(SampleContext.allCases).subtracting([.idle])
    let busy = filter.apply(to: profile)
    let graph = FlameGraph(describing: busy, health: health)
    try writeFile(
      graph.draw(busy, inverted: false), to: machine.folder.file(ProfileStep.pictureName))
    try writeFile(
      HTMLReport.export(busy, whole: profile, health: health),
      to: machine.folder.file(ProfileStep.reportName))
  }

  /// Compares a profile with what the step expects.
  private func check(_ profile: Profile, _ step: ProfileStep) throws(ProfilerError) -> StepOutcome {
    var (failures, details): ([String], [String]) = ([], ["\(profile.samples.count) samples"])
    if profile.samples.count < step.leastSampleCount {
      failures.append("\(profile.samples.count) samples, expected \(step.leastSampleCount)")
    }
    let lost = profile.account?.droppedCount ?? 0
    if let allowed = step.allowedLoss, lost > allowed {
      let reasons = profile.account?.dropped.map { "\($0.count) \($0.reason)" } ?? []
      failures.append("\(lost) samples lost: \(reasons.joined(separator: ", "))")
    }
    let completeCount = profile.samples.count { $0.ending == .complete }
    if Double(completeCount) * 100 < step.completePercent * Double(profile.samples.count) {
      failures.append("only \(completeCount) of \(profile.samples.count) stacks are complete")
    }
    for share in step.shares {
      let (percent, holds) = try share.share(of: profile)
      let text = "\(share.function) \(Self.text(percent))" + share.condition
      if holds { details.append(text) } else { failures.append("\(text), expected \(share.range)") }
    }
    return failures.isEmpty
      ? .passed(details.joined(separator: ", ")) : .failed(failures.joined(separator: "\n"))
  }

  private static func text(_ percent: Double) -> String {
    "\(DurationText.fixed(percent, digits: 2)) %"
  }
}

extension ShareCheck {
  /// What time counts, in words; nothing for all of it.
  fileprivate var condition: String {
    slower.map { " in what took \(DurationText.fixed(Double($0) / 1e6, digits: 2)) ms" } ?? ""
  }

  /// What is expected, in words.
  fileprivate var range: String {
    let least = "at least \(DurationText.fixed(least, digits: 2)) %"
    let most = "at most \(DurationText.fixed(most, digits: 2)) %"
    if self.most >= 100 { return least }
    return self.least <= 0 ? most : "\(least), \(most)"
  }
}
