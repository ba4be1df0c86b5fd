/// Everything that a test can come to.
public enum VerdictKind: String, CaseIterable, Codable, Sendable {
  case passed
  case failedExpectation = "failed-expectation"
  case badManifest = "bad-manifest"
  case missingTool = "missing-tool"
  case buildFailure = "build-failure"
  case qemuFailure = "qemu-failure"
  case bootFailure = "boot-failure"
  case guestPanic = "guest-panic"
  case guestReset = "guest-reset"
  case exitedEarly = "exited-early"
  case hang
  case guestStalled = "guest-stalled"
  case badFrame = "bad-frame"
  case countChanged = "count-changed"
  case flaky
  case unexpectedPass = "unexpected-pass"
  case quarantined
  case leftOut = "left-out"
  case internalError = "internal-error"
  case interrupted

  /// The runner's exit code; of several tests the highest counts.
  public var exitCode: Int32 {
    switch self {
    case .passed: 0
    case .failedExpectation: 1
    case .badManifest: 2
    case .missingTool: 3
    case .buildFailure: 4
    case .qemuFailure: 5
    case .bootFailure: 10
    case .guestPanic: 11
    case .guestReset: 12
    case .exitedEarly: 13
    case .hang: 14
    case .guestStalled: 15
    case .badFrame: 16
    case .flaky: 17
    case .unexpectedPass: 18
    case .countChanged: 19
    case .quarantined, .leftOut: 0
    case .internalError: 70
    case .interrupted: 130
    }
  }

  /// Whether the verdict fails nobody.
  public var isAccepted: Bool { self == .passed || self == .quarantined || self == .leftOut }

  /// What the verdict means, in one line.
  public var meaning: String {
    switch self {
    case .passed: "all that was expected was seen, and the guest is sane"
    case .failedExpectation: "something that a step expects was not seen"
    case .badManifest: "the manifest or its folder makes no sense"
    case .missingTool: "a program that the test needs is not installed"
    case .buildFailure: "the image did not compile or link"
    case .qemuFailure: "QEMU could not start, or crashed"
    case .bootFailure: "the guest gave no sign of life"
    case .guestPanic: "the guest stopped itself because of a fault"
    case .guestReset: "a triple fault, or a reset by the guest"
    case .exitedEarly: "the guest ended too early or with a wrong status"
    case .hang: "the guest does not come forward within a limit"
    case .guestStalled: "a task kept the processor too long, in a test that looks for it"
    case .badFrame: "the guest sent a frame that breaks a rule of its protocol"
    case .countChanged: "the guest executes more or fewer instructions than it did"
    case .flaky: "it failed, and passed when it was tried again"
    case .unexpectedPass: "it passed, but is listed as one that fails"
    case .quarantined: "it failed as the list of known failures says"
    case .leftOut: "it makes no sense here, or what it needs is not there"
    case .internalError: "the runner itself failed"
    case .interrupted: "somebody stopped the run"
    }
  }

  /// The table of verdicts, as the help and the documents show it.
  public static var table: String {
    let width = allCases.map(\.rawValue.count).max() ?? 0
    return allCases.map { kind in
      let code = String(kind.exitCode)
      let name = kind.rawValue + String(repeating: " ", count: width - kind.rawValue.count)
      return "\(String(repeating: " ", count: 3 - code.count))\(code)  \(name)  \(kind.meaning)"
    }.joined(separator: "\n")
  }
}
