internal import Foundation
internal import Glibc

/// The socket between scenario and runner: lines of JSON, a reply for each request.
final class RunnerConnection {
  /// The descriptor that the runner gives to a scenario.
  static let inherited: Int32 = 3

  private let descriptor: Int32
  private var rest: [UInt8] = []

  /// Uses a descriptor that others own.
  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Sends a request and waits for its reply.
  ///
  /// - Throws: `ScenarioFailure` if the runner is gone or says what makes no sense.
  func ask(_ request: ScenarioRequest) throws(ScenarioFailure) -> ScenarioReply {
    guard let line = try? JSONEncoder().encode(request) else {
      throw ScenarioFailure("a request cannot be written", file: #file, line: #line)
    }
    var bytes = Array(line) + [0x0a]
    while !bytes.isEmpty {
      let count = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw gone }
      bytes.removeFirst(count)
    }
    return try read(ScenarioReply.self)
  }

  /// Waits for the next line.
  ///
  /// - Throws: `ScenarioFailure` if it does not come or is something else.
  func read<Line: Decodable>(_ kind: Line.Type) throws(ScenarioFailure) -> Line {
    let line = try nextLine()
    guard let value = try? JSONDecoder().decode(kind, from: Data(line)) else {
      let text = String(decoding: line, as: UTF8.self)
      throw ScenarioFailure("the runner said what makes no sense: \(text)")
    }
    return value
  }

  private func nextLine() throws(ScenarioFailure) -> [UInt8] {
    while true {
      if let end = rest.firstIndex(of: 0x0a) {
        defer { rest.removeSubrange(...end) }
        return Array(rest[..<end])
      }
      var buffer = [UInt8](repeating: 0, count: 65_536)
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw gone }
      rest += buffer[..<count]
    }
  }

  private var gone: ScenarioFailure { ScenarioFailure("the runner is gone") }
}
