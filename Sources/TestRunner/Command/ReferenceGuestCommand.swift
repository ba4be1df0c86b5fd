internal import ArgumentParser
internal import TestRunner

/// Plays the guest with this host's Linux; `run --reference linux` starts it in QEMU's place.
struct ReferenceGuestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reference-guest", abstract: "Plays a guest in QEMU's place.",
    shouldDisplay: false)

  @Argument(help: "What the guest is.", completion: .file())
  var settings: String

  func run() throws {
    throw ExitCode(ReferenceGuest.play(settings))
  }
}
