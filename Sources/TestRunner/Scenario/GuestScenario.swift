// Scenario: what a test's own program says to the runner, and hears from it.
//
// The program lies in the folder `Scenario` of a service; a step of its manifest starts it. It runs
// in the guest's network, and asks the runner over a socket for everything else. The protocol, for
// programs in other languages, is in docs/scenarios.md.

internal import Glibc

/// A part of a test that is a program: what YAML should not say.
///
/// A type that conforms and is marked `@main` is a whole program. It passes if `run` returns.
public protocol GuestScenario {
  /// Makes the scenario; nothing has happened yet.
  init()

  /// Does what is to be done with the guest, and throws where it is not as it should be.
  func run(_ guest: Guest) throws
}

extension GuestScenario {
  /// Runs the scenario and tells the runner how it came out.
  public static func main() {
    let connection = RunnerConnection(descriptor: RunnerConnection.inherited)
    guard let guest = try? Guest(connection) else {
      let words =
        "this program is started by a step of a test: testrunner <folder of the service>\n"
      _ = write(STDERR_FILENO, words, words.utf8.count)
      exit(64)
    }
    exit(play(Self(), with: guest) ? 0 : 1)
  }

  /// Runs a scenario and tells the runner how it came out.
  ///
  /// - Returns: Whether it passed and the runner knows.
  static func play(_ scenario: Self, with guest: Guest) -> Bool {
    do {
      try scenario.run(guest)
      return (try? guest.send(ScenarioRequest("pass"))) != nil
    } catch {
      var request = ScenarioRequest("fail")
      let failure = error as? ScenarioFailure
      request.reason = failure?.reason ?? "\(error)"
      request.file = failure?.file
      request.line = failure?.line
      _ = try? guest.send(request)
      return false
    }
  }
}
