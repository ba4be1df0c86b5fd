/// A conversation with QEMU's monitor.
final class QMPConnection {
  /// Called for each event, in order.
  var onEvent: ((QMPEvent) -> Void)?
  /// Whether QEMU closed the socket.
  private(set) var isClosed = false
  private let descriptor: Descriptor
  private let log: Descriptor?
  private var input = LineBuffer()
  private var commandCount = 0
  private var answers: [Int: Result<JSONValue, MachineError>] = [:]
  private var names: [Int: String] = [:]
  private var complaint: MachineError?

  /// Takes a connected socket that does not block.
  ///
  /// - Parameters:
  ///   - descriptor: The socket.
  ///   - log: A file that gets every line of both sides, nil for none.
  init(_ descriptor: Descriptor, log: Descriptor?) {
    self.descriptor = descriptor
    self.log = log
  }

  /// Sends a command; before QEMU has even started, too.
  ///
  /// - Parameters:
  ///   - name: The command.
  ///   - arguments: Its arguments.
  /// - Returns: The number under which the answer comes.
  func send(_ name: String, _ arguments: [String: JSONValue] = [:]) -> Int {
    commandCount += 1
    names[commandCount] = name
    var message: [String: JSONValue] = ["execute": .string(name), "id": .integer(commandCount)]
    if !arguments.isEmpty { message["arguments"] = .object(arguments) }
    let line = Array((JSONValue.object(message).text + "\n").utf8)
    log?.writeAll(line)
    descriptor.writeAll(line)
    return commandCount
  }

  /// Takes the answer to a command if it has come.
  ///
  /// - Parameter command: The number that `send` returned.
  /// - Returns: The result, nil if there is no answer yet.
  /// - Throws: `commandFailed`, `malformed`, or `monitorClosed` if none can come any more.
  func takeAnswer(to command: Int) throws(MachineError) -> JSONValue? {
    if let answer = answers.removeValue(forKey: command) { return try answer.get() }
    if let complaint { throw complaint }
    if isClosed { throw .monitorClosed }
    return nil
  }

  /// Runs a command and waits for its answer.
  ///
  /// - Parameters:
  ///   - name: The command.
  ///   - arguments: Its arguments.
  ///   - loop: Who waits; it must watch the socket and call `receive`.
  ///   - limit: How long to wait.
  /// - Returns: The result.
  /// - Throws: `commandFailed`, `timedOut`, `malformed` or `monitorClosed`.
  func execute(
    _ name: String, _ arguments: [String: JSONValue], on loop: EventLoop, within limit: Duration
  ) throws(MachineError) -> JSONValue {
    let deadline = ContinuousClock.now + limit
    let number = send(name, arguments)
    while true {
      if let answer = try takeAnswer(to: number) { return answer }
      // Others may talk all the time.
      let isLate = ContinuousClock.now >= deadline
      let hasCome = try loop.run(until: deadline)
      guard isLate || !hasCome else { continue }
      guard let answer = try takeAnswer(to: number) else { throw .timedOut(name) }
      return answer
    }
  }

  /// Reads what has come, at most once.
  ///
  /// - Returns: Whether more may be there.
  @discardableResult
  func receive() -> Bool {
    guard !isClosed, let bytes = descriptor.readAvailable() else { return false }
    isClosed = bytes.isEmpty
    log?.writeAll(bytes)
    for line in input.append(bytes) where !line.isEmpty { take(line) }
    return !isClosed
  }

  private func take(_ line: [UInt8]) {
    do throws(MachineError) {
      switch try QMPMessage(parsing: line) {
      case .greeting: break
      case .event(let event): onEvent?(event)
      case .reply(let command, let result): answers[command] = .success(result)
      case .failure(let command, let reason):
        let name = names[command] ?? "a command"
        answers[command] = .failure(.commandFailed(command: name, reason: reason))
      }
    } catch {
      complaint = error
    }
  }
}
