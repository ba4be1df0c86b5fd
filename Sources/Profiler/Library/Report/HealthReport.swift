/// What can be believed of a profile: how much came, how much was lost, how many stacks are whole.
public enum HealthReport {
  /// The lines that stand above every report.
  ///
  /// - Parameter profile: The profile, not filtered.
  /// - Returns: Lines without their ends.
  public static func lines(_ profile: Profile) -> [String] {
    [
      sampled(profile), split(profile), stacks(profile), account(profile), checks(profile),
      warning(profile),
    ].compactMap { $0 }
  }

  private static func sampled(_ profile: Profile) -> String {
    let header = profile.header
    let name = header.machine.isEmpty ? "a guest" : header.machine
    // Rates are those of the processor's samples; what is told beside them stands by itself.
    let counts = profile.kinds.filter { $0 != .time }.map { kind in
      ", \(profile.samples.count { $0.kind == kind }) \(kind.name)"
    }
    let count = "\(profile.samples.count { $0.kind == .time }) samples\(counts.joined())"
    var words = "\(name): \(count) in \(Weight.text(profile.duration, "nanoseconds"))"
    let asked = Weight.number(header.source.rate)
    if let account = profile.account {
      words += ", \(Weight.number(account.deliveredRate)) Hz of \(asked) Hz"
    } else {
      words += ", \(asked) Hz asked for"
    }
    return words + ", by \(header.source.origin)/\(header.source.mode)"
      + (header.source.isJittered ? "" : ", regular intervals")
  }

  private static func split(_ profile: Profile) -> String? {
    let all = profile.weight(of: .time)
    guard all > 0 else { return nil }
    let shares = SampleContext.allCases.compactMap { context in
      let weight = profile.weight(of: .time) { $0 == context }
      return weight == 0 ? nil : "\(context.name) \(Weight.percent(weight, of: all))"
    }
    return shares.joined(separator: ", ")
  }

  private static func stacks(_ profile: Profile) -> String? {
    guard !profile.samples.isEmpty else { return nil }
    let complete = profile.samples.count { $0.ending == .complete }
    var line =
      "stacks \(Weight.percent(UInt64(complete), of: UInt64(profile.samples.count))) complete"
    let reasons = StackEnding.allCases.dropFirst().compactMap { ending in
      let count = profile.samples.count { $0.ending == ending }
      return count == 0 ? nil : "\(count) \(ending.reason)"
    }
    if !reasons.isEmpty { line += " (\(reasons.joined(separator: ", ")))" }
    let unknown = unknownCallerCount(profile)
    if unknown > 0 {
      line += ", \(unknown) without their direct caller"
    }
    let searched = profile.samples.count { $0.remarks.contains(.searched) }
    if searched > 0 { line += ", \(searched) with callers that were searched for" }
    let wild = wildCount(profile)
    return line + (wild > 0 ? ", \(wild) with addresses that are no code" : ", all in code")
  }

  /// How many samples have an address where the image has nothing.
  private static func wildCount(_ profile: Profile) -> Int {
    let isWild = profile.functions.map { $0.module.isEmpty && $0.rawName.hasPrefix("0x") }
    let isHit = profile.stacks.map { $0.contains { isWild[profile.frames[$0].function] } }
    return profile.samples.count { isHit[$0.stack] }
  }

  private static func checks(_ profile: Profile) -> String? {
    guard let checks = profile.account?.checks, !checks.isEmpty else { return nil }
    return checks.map { "\($0.count) \($0.claim)" }.joined(separator: ", ")
  }

  /// How many samples hit the first or last instructions of a function.
  private static func unknownCallerCount(_ profile: Profile) -> Int {
    let isMark = profile.frames.map {
      $0.role == .mark && profile.functions[$0.function].name == ProfileBuilder.unknownCaller
    }
    let isHit = profile.stacks.map { $0.contains { isMark[$0] } }
    return profile.samples.count { isHit[$0.stack] }
  }

  private static func account(_ profile: Profile) -> String? {
    guard let account = profile.account else { return nil }
    var line = "\(account.droppedCount) samples lost of \(account.firedCount)"
    if !account.dropped.isEmpty {
      let reasons = account.dropped.map { "\($0.count) \($0.reason)" }
      line += " (\(reasons.joined(separator: ", ")))"
    }
    if let cost = account.cost {
      line +=
        "; a sample took \(cost.minimum) ns at least, \(cost.mean) ns on average, "
        + "\(cost.percentile99) ns at most in 99 of 100"
    }
    return line
  }

  private static func warning(_ profile: Profile) -> String? {
    var warnings: [String] = []
    if profile.isCutShort { warnings.append("the recording's end is missing") }
    if profile.header.source.origin == "outside" {
      warnings.append("sampled from outside: the guest has no sampler")
    } else if profile.header.source.mode == "timer" {
      warnings.append(
        "code that runs with interrupts off is seen where it turns them on: --mode nmi sees it")
    }
    if let account = profile.account, account.firedCount > 0,
      Double(account.droppedCount) * 100 > Double(account.firedCount)
    {
      warnings.append("more than 1 % of the samples are lost")
    }
    return warnings.isEmpty ? nil : "note: " + warnings.joined(separator: "; ")
  }
}

extension Weight {
  /// A rate or the like: without a fraction, unless it is small.
  static func number(_ value: Double) -> String {
    var writer = ByteWriter()
    writer.add(value, digits: value < 10 && value != value.rounded() ? 2 : 0)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
