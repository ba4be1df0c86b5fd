internal import Frames

/// What is left of a test if Linux plays the guest.
extension Manifest {
  /// The manifest without what only a kernel of ours has.
  ///
  /// - Returns: The manifest, in which steps that make no sense are marked; or why nothing is left.
  func forReference() -> Result<Manifest, RunFailure> {
    if let reason = reasonAgainstReference {
      return .failure(RunFailure(Verdict(.leftOut, reason)))
    }
    var manifest = self
    manifest.readiness = .record
    manifest.hasRecordChannel = true
    // Frames take the way through the runner, as nothing else leads to the other network.
    manifest.wire.link = wire.link ?? LinkSettings()
    manifest.network.offersOffload = false
    manifest.steps = steps.map(\.forReference)
    let isEmpty = manifest.steps.allSatisfy { $0.isLeftOut }
    guard !isEmpty else {
      return .failure(RunFailure(Verdict(.leftOut, "no step makes sense against Linux")))
    }
    return .success(manifest)
  }

  private var reasonAgainstReference: String? {
    if reference == nil { return "its manifest names no “reference”" }
    if expectation != .passed { return "it expects \(expectation.kind.rawValue) of the kernel" }
    if !furtherNetworks.isEmpty { return "the reference has one network card" }
    return nil
  }
}

extension Step {
  /// The step, or a mark that it is left out.
  var forReference: Step {
    var step = self
    switch action {
    case .loop(let loop):
      let inner = loop.steps.map(\.forReference).filter { !$0.isLeftOut }
      guard inner != loop.steps else { return self }
      if !inner.isEmpty {
        step.action = .loop(RepeatStep(count: loop.count, steps: inner))
        return step
      }
    default: if reasonAgainstReference == nil { return self }
    }
    step.action = .leftOut(title: title, reason: reasonAgainstReference ?? "nothing is left of it")
    return step
  }

  var isLeftOut: Bool { if case .leftOut = action { true } else { false } }

  /// Why the step makes no sense against Linux; nil if it does.
  private var reasonAgainstReference: String? {
    switch action {
    case .ping, .dns, .udp, .run, .link, .arp, .tcp, .http, .load, .dhcp: nil
    case .parallel(let steps):
      steps.flatMap(\.all).lazy.compactMap(\.reasonAgainstReference).first
    case .console: "Linux prints nothing here"
    case .heap, .counter, .idle, .stall, .profile, .debug, .measure: "it looks into the kernel"
    case .disk, .balloon, .clock: "it is about a device"
    case .pause, .reboot, .event, .exit, .power: "it is about the machine"
    case .scenario: "a scenario may ask for anything"
    case .leftOut(_, let reason): reason
    case .loop(let loop):
      loop.steps.contains { $0.reasonAgainstReference == nil } ? nil : "nothing is left of it"
    }
  }
}
