internal import Glibc
internal import Machine

/// The runner's end of the socket to a scenario.
final class ScenarioChannel {
  let process: ClientProcess
  let socket: Descriptor
  private var rest: [UInt8] = []
  /// Parts of the scenario that have begun and not ended, the outermost first.
  var parts: [Part] = []
  /// What the scenario has said of its end.
  var word: Word?
  /// Whether the scenario has stopped the guest's processors.
  var hasPaused = false

  /// A part of a scenario that the report shows.
  struct Part {
    let title: String
    let place: ScenarioRequest.Place
    let start: ContinuousClock.Instant
  }

  /// How a scenario says that it came out.
  enum Word: Equatable {
    case passed
    case failed(String, ScenarioRequest.Place)
  }

  /// What the socket has for the runner.
  enum Input: Equatable {
    case line([UInt8])
    /// Nothing for now.
    case nothing
    case end
    case tooMuch
  }

  init(_ process: ClientProcess, _ socket: Descriptor) {
    self.process = process
    self.socket = socket
  }

  /// The titles of the parts that have begun, as one.
  var title: String { parts.map(\.title).joined(separator: " › ") }

  /// Takes the next line, if it is there.
  func next() -> Input {
    while true {
      if let end = rest.firstIndex(of: 0x0a) {
        defer { rest.removeSubrange(...end) }
        return .line(Array(rest[..<end]))
      }
      guard rest.count <= ScenarioRequest.maximumByteCount else { return .tooMuch }
      var buffer = [UInt8](repeating: 0, count: 65_536)
      let count = recv(socket.number, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      if count < 0 && (errno == EAGAIN || errno == EINTR) { return .nothing }
      guard count > 0 else { return .end }
      rest += buffer[..<count]
    }
  }
}
