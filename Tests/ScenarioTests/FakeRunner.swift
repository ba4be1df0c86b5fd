internal import Foundation
internal import Glibc

@testable internal import Scenario

/// A runner that has said everything before it is asked, and keeps what it was asked.
///
/// Its sockets stay open, as a test may hold no more than the guest's end of them.
final class FakeRunner {
  /// The scenario's end.
  let descriptor: Int32
  private let own: Int32

  static let greeting =
    #"{"hello":1,"address":"127.0.0.1","hostAddress":"10.0.0.1","interface":"tap0","#
    + #""serviceFolder":"/s","runFolder":"/r","words":["a"],"seed":7,"stepSeconds":0.2}"#

  init(_ lines: [String]) {
    var ends: [Int32] = [-1, -1]
    socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
    (own, descriptor) = (ends[0], ends[1])
    let text = lines.map { $0 + "\n" }.joined()
    _ = write(own, text, text.utf8.count)
  }

  /// A guest that is told everything is well, so many times.
  static func guest(
    replies: [String] = [String](repeating: #"{"ok":true}"#, count: 20)
  ) throws -> (FakeRunner, Guest) {
    let runner = FakeRunner([greeting] + replies)
    return (runner, try Guest(RunnerConnection(descriptor: runner.descriptor)))
  }

  /// What the scenario has sent until now.
  var requests: [ScenarioRequest] {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(own, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    return buffer.prefix(max(0, count)).split(separator: 10).compactMap {
      try? JSONDecoder().decode(ScenarioRequest.self, from: Data($0))
    }
  }

  /// Ends the conversation as a runner that dies does.
  func hangUp() { shutdown(own, Int32(SHUT_RDWR)) }
}
