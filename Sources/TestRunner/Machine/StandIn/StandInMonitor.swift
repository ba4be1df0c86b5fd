/// The monitor of a stand-in for QEMU: what it answers, as far as a host without QEMU can.
///
/// Source: QEMU QMP reference manual.
struct StandInMonitor {
  /// The line before all others.
  static let greeting = JSONValue.object(["QMP": .object([:])])

  /// What follows from a command.
  enum Action: Equatable {
    case say(JSONValue)
    /// The guest may begin.
    case begin
    case end
  }

  /// Whether the link to the guest carries frames.
  private(set) var isLinkUp = true
  private var lines = LineBuffer()

  /// Takes what the runner says.
  ///
  /// - Parameter bytes: The next bytes, cut anywhere.
  /// - Returns: What is to be done, in order.
  mutating func take(_ bytes: [UInt8]) -> [Action] {
    lines.append(bytes).flatMap { line in
      JSONValue(parsing: line).map { answer($0) } ?? []
    }
  }

  private mutating func answer(_ command: JSONValue) -> [Action] {
    let number = command["id"] ?? .null
    func done(_ value: JSONValue = .object([:])) -> Action {
      .say(.object(["return": value, "id": number]))
    }
    switch command["execute"]?.string {
    case "qmp_capabilities": return [done()]
    case "cont": return [done(), .begin]
    case "query-status": return [done(.object(["status": .string("running")]))]
    case "human-monitor-command": return [done(.string(Self.processors))]
    case "set_link":
      isLinkUp = command["arguments"]?["up"]?.bool ?? true
      return [done()]
    case "quit": return [done(), .end]
    default:
      let error = JSONValue.object([
        "class": .string("CommandNotFound"), "desc": .string("the reference has no such thing"),
      ])
      return [.say(.object(["error": error, "id": number]))]
    }
  }

  /// The registers of a processor that waits for interrupts and can take them: Linux always comes
  /// to rest.
  private static let processors =
    "CPU#0\nRIP=0000000000100000 RSP=0000000000200000 RFL=00000246 HLT=1\nCR3=0000000000001000\n"

  /// Whether the kernel's list of sockets has one that waits: bound if UDP's, listening if TCP's.
  ///
  /// Source: Linux manual page proc(5), /proc/net/tcp and /proc/net/udp.
  static func listsWaiting(_ text: String, isStream: Bool) -> Bool {
    text.split(separator: "\n").dropFirst().contains { line in
      let fields = line.split(separator: " ")
      return fields.count > 3 && fields[3] == (isStream ? "0A" : "07")
    }
  }
}
