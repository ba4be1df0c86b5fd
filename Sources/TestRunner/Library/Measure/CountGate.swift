internal import Machine

/// Compares counts of instructions with those of the baseline.
struct CountGate: Equatable, Sendable {
  /// What the baseline says of this test, by the counts' names.
  var baseline = CountBaseline()
  /// The test, as the baseline calls it.
  var test = ""
  /// Whether the counts found become the new baseline, so that none is wrong.
  var isUpdating = false
  /// Why counts of this run mean nothing; nil if they do.
  var excuse: String?

  /// What came of a comparison.
  enum Outcome: Equatable {
    /// It is as it was; with the figures for people.
    case same(String)
    /// It is not; with why, and both numbers.
    case changed(String)
  }

  /// Judges a count.
  ///
  /// - Parameters:
  ///   - count: Instructions for one unit of work.
  ///   - step: What was counted.
  /// - Returns: Whether it is as it was.
  func judge(_ count: Int, _ step: MeasureStep) -> Outcome {
    let found = "\(Self.grouped(count)) instructions"
    // A guest that did nothing was not measured.
    guard count > 0 else { return .changed("the guest executed no instruction") }
    let known = baseline[test, step.name]
    if isUpdating { return .same(known.map { "\(found), before \(Self.grouped($0))" } ?? found) }
    guard let known else {
      return .changed("\(found), of which there is no baseline; --update-baseline writes it")
    }
    let exact = (Double(count) - Double(known)) / Double(max(known, 1)) * 100
    // A guest may claim any number; the text of one has its limits.
    let percent = min(exact, 1e9)
    let figures = "\(found), \(Self.signed(percent)) beside \(Self.grouped(known))"
    guard abs(percent) > step.tolerancePercent else { return .same(figures) }
    let allowed = DurationText.fixed(step.tolerancePercent, digits: 2)
    let advice = count < known ? "; --update-baseline keeps what was won" : ""
    return .changed("\(figures) of the baseline, allowed is \(allowed) %\(advice)")
  }

  /// The middle one of some counts; of an even number the lower of both.
  static func median(_ counts: [Int]) -> Int {
    counts.isEmpty ? 0 : counts.sorted()[(counts.count - 1) / 2]
  }

  private static func signed(_ percent: Double) -> String {
    "\(percent < 0 ? "" : "+")\(DurationText.fixed(percent, digits: 2)) %"
  }

  /// A number in groups of three digits.
  static func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(number).reversed().enumerated() {
      if index > 0, index.isMultiple(of: 3), digit != "-" { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }
}

extension CountGate {
  /// The gate for a test.
  ///
  /// - Parameters:
  ///   - test: The test.
  ///   - manifest: Its manifest.
  ///   - options: What the command line changes.
  ///   - baseline: What its file says.
  init(
    _ test: TestCase, _ manifest: Manifest, _ options: RunOptions, baseline: CountBaseline
  ) {
    self.init(baseline: baseline, test: test.plainName, isUpdating: options.updatesBaseline)
    let isOther =
      !manifest.machines.contains(options.machine ?? manifest.machines[0])
      || !(options.memoryMegabytes.map(manifest.memorySizes.contains) ?? true)
      || !(options.medium.map(manifest.media.contains) ?? true)
      || !(options.processorCount.map(manifest.processorCounts.contains) ?? true)
    excuse =
      if test.accelerator == .kvm {
        "KVM counts no instructions"
      } else if options.isRecorded {
        "a recorded guest runs otherwise"
      } else if options.collectsCoverage || options.tools != nil {
        "the image is another one"
      } else if (manifest.configuration ?? .ofEnvironment) != .release {
        "the image is not optimised"
      } else if isOther {
        "the machine is another one"
      } else {
        nil
      }
  }
}
