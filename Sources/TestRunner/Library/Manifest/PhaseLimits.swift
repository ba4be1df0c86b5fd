/// The stages of a test that have a time limit of their own.
public enum Phase: String, CaseIterable, Sendable {
  /// The image is being compiled.
  case build
  /// QEMU has started and the guest has not yet given a sign of life.
  case boot
  /// The guest lives and has not yet reported that its service is ready.
  case ready
  /// One step of the manifest.
  case step
  /// Everything from the start of QEMU to the verdict.
  case total
}

/// How long each phase may take before the test counts as hung.
public struct PhaseLimits: Equatable, Sendable {
  public var build = Duration.seconds(900)
  public var boot = Duration.seconds(5)
  public var ready = Duration.seconds(5)
  public var step = Duration.seconds(10)
  public var total = Duration.seconds(120)

  public init() {}

  public subscript(phase: Phase) -> Duration {
    get {
      switch phase {
      case .build: build
      case .boot: boot
      case .ready: ready
      case .step: step
      case .total: total
      }
    }
    set {
      switch phase {
      case .build: build = newValue
      case .boot: boot = newValue
      case .ready: ready = newValue
      case .step: step = newValue
      case .total: total = newValue
      }
    }
  }

  /// These limits with time for firmware and a boot loader, which take seconds of their own.
  public var withFirmware: PhaseLimits {
    var limits = self
    limits.boot = max(boot, .seconds(30))
    limits.ready = max(ready, .seconds(30))
    return limits
  }

  /// These limits made longer or shorter by a factor, for slow or busy hosts.
  public func scaled(by factor: Double) -> PhaseLimits {
    var limits = self
    for phase in Phase.allCases { limits[phase] = limits[phase] * factor }
    return limits
  }
}
