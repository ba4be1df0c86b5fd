/// One line from QEMU's monitor.
enum QMPMessage: Equatable {
  /// The first line, which says the version.
  case greeting
  /// The answer to the command with this number.
  case reply(command: Int, result: JSONValue)
  /// The refusal of the command with this number.
  case failure(command: Int, reason: String)
  /// Something that happened in the machine.
  case event(QMPEvent)

  /// Parses a line without its end.
  ///
  /// - Parameter line: One JSON object.
  /// - Throws: `malformed` if it is none of the four.
  init(parsing line: [UInt8]) throws(MachineError) {
    guard let value = JSONValue(parsing: line) else { throw Self.malformed(line) }
    if let name = value["event"]?.string {
      self = .event(QMPEvent(name: name, data: value["data"] ?? .object([:])))
    } else if let result = value["return"], let command = value["id"]?.integer {
      self = .reply(command: command, result: result)
    } else if let error = value["error"] {
      let reason = error["desc"]?.string ?? error.text
      self = .failure(command: value["id"]?.integer ?? 0, reason: reason)
    } else if value["QMP"] != nil {
      self = .greeting
    } else {
      throw Self.malformed(line)
    }
  }

  private static func malformed(_ line: [UInt8]) -> MachineError {
    .malformed(source: "a line of the monitor", text: String(decoding: line, as: UTF8.self))
  }
}

/// Something that happened in the machine, as QEMU's monitor reports it.
///
/// Source: QEMU QMP reference manual, "Events".
public struct QMPEvent: Equatable, Sendable {
  /// The name, for example `SHUTDOWN` or `GUEST_PANICKED`.
  public let name: String
  /// What belongs to it; an object without members if nothing does.
  public let data: JSONValue

  /// Makes an event.
  public init(name: String, data: JSONValue) {
    self.name = name
    self.data = data
  }
}
