internal import ArgumentParser
internal import Foundation
internal import Machine

/// Carries the frames of a machine that was kept behind a bad link; `run --keep` leaves it behind.
struct CarryLinkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "carry-link", abstract: "Carries frames over a bad link.",
    shouldDisplay: false)

  @Argument(help: "What the link is.", completion: .file())
  var settings: String

  func run() throws {
    let data = try Data(contentsOf: URL(filePath: settings))
    try LinkCarrier(JSONDecoder().decode(LinkCarrier.Settings.self, from: data)).run()
  }
}
