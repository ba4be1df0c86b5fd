internal import ArgumentParser
internal import Frames
internal import Machine
internal import TestRunner

/// Shows and judges the frames that a test has left behind.
struct PacketsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "packets", abstract: "Shows and judges the frames that a test has left behind.",
    discussion: """
      Examples:

        testrunner packets .swiftlet/runs/latest/net.pcapng
        testrunner packets --bad net.pcapng            only the number and rule of each bad frame

      The capture says itself which guest it is of and what its test allows.
      """)

  @Argument(help: "The capture, net.pcapng of a run folder.", completion: .file())
  var file: String

  @Flag(help: "Show only the number and the rule of each bad frame.")
  var bad = false

  @Flag(help: "Judge at this end of a bad link; without it, where the test did.")
  var end: End?

  /// An end of the link.
  enum End: String, EnumerableFlag {
    case guest
    case host

    var place: CaptureLog.Place { self == .guest ? .guest : .host }
  }

  func run() throws {
    guard let bytes = TestFile.bytes(file) else {
      Terminal.writeError("error: cannot read \(file)\n")
      throw ExitCode(VerdictKind.badManifest.exitCode)
    }
    let network = MachineNetwork()
    let guest = GuestIdentity(
      hardwareAddress: network.guestMAC.bytes, addresses: [network.guest.value],
      prefixLength: network.prefixLength)
    do {
      let review = try CaptureReview(of: bytes, guest: guest, at: end?.place) { line in
        if !bad { Terminal.write(ConsoleText.visible(line) + "\n") }
      }
      for finding in review.findings where bad {
        Terminal.write("\(finding.frame) \(finding.rule.rawValue)\n")
      }
      if !bad {
        Terminal.write(
          "\(review.frameCount) frames, \(review.guestFrameCount) of the guest, "
            + "\(review.badFrameCount) bad\n")
      }
    } catch {
      Terminal.writeError(
        "error: \(file) is no capture of this program, from byte \(error.offset)\n")
      throw ExitCode(VerdictKind.badManifest.exitCode)
    }
  }
}
