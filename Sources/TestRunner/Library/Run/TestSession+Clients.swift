internal import Machine

/// Steps that real clients take.
extension TestSession {
  func ping(_ step: PingStep, until deadline: ContinuousClock.Instant) -> StepOutcome {
    let limit = deadline - ContinuousClock.now
    let words = step.arguments(address: manifest.network.address, limit: limit)
    guard let client = run([words], until: deadline)?.first else { return .interrupted }
    guard client.status != nil else { return .failed("ping did not end within the limit") }
    guard let output = PingOutput(parsing: client.text) else {
      return .failed("ping: \(Self.lastLine(client.errorText + client.text))")
    }
    if let mismatch = output.mismatch(step) { return .failed(mismatch) }
    guard let times = output.roundTrip else { return .passed("") }
    let shortest = DurationText.short(times.shortest)
    return .passed("\(shortest) to \(DurationText.short(times.longest))")
  }

  func ask(_ questions: [DNSQuestion], until deadline: ContinuousClock.Instant) -> StepOutcome {
    let groups = DigCommand.groups(questions)
    let lines = groups.map { group in
      DigCommand.arguments(group.map { questions[$0] }, address: manifest.network.address)
    }
    guard let clients = run(lines, until: deadline) else { return .interrupted }
    var problems: [String] = []
    var slowest = Duration.zero
    for (group, client) in zip(groups, clients) {
      let results = DigOutput(parsing: client.text).results
      for (place, index) in group.enumerated() {
        guard place < results.count else {
          let words = Self.lastLine(client.errorText + client.text)
          problems.append("\(questions[index].title): dig gave no result: \(words)")
          continue
        }
        if case .reply(let reply) = results[place] {
          slowest = max(slowest, reply.duration ?? .zero)
        }
        let title = questions.count > 1 ? "\(questions[index].title): " : ""
        problems += questions[index].expectation.mismatches(results[place]).map { title + $0 }
      }
    }
    if !problems.isEmpty { return .failed(problems.joined(separator: "\n")) }
    return .passed(slowest > .zero ? "at most \(DurationText.short(slowest))" : "")
  }

  func run(_ step: CommandStep, until deadline: ContinuousClock.Instant) -> StepOutcome {
    let command = ["sh", "-c", step.line]
    guard let client = run([command], until: deadline)?.first else { return .interrupted }
    let said = "\n" + client.text + client.errorText
    let words = said.split(separator: "\n").suffix(12).joined(separator: "\n")
    guard let status = client.status else {
      return .failed("it did not end within the limit\n\(words)")
    }
    // How a shell says that there is no such program.
    if status == .exited(127), step.status != 127 {
      settle(Verdict(.missingTool, Self.lastLine(client.errorText)))
      return .interrupted
    }
    guard status == .exited(Int32(step.status)) else {
      return .failed("\(status), expected exit status \(step.status)\n\(words)")
    }
    if let output = step.output, !Self.matches(client.text, output) {
      return .failed("the output does not match /\(output)/\n\(words)")
    }
    if let absent = step.absent, Self.matches(client.text, absent) {
      return .failed("the output matches /\(absent)/\n\(words)")
    }
    return .passed("")
  }

  /// Runs programs at the same time in the guest's network, until all have ended.
  ///
  /// - Returns: What each wrote and how it ended; one that has not ended is killed. Nil if there is
  ///   a verdict.
  private func run(
    _ commands: [[String]], until deadline: ContinuousClock.Instant
  ) -> [ClientOutput]? {
    var processes: [ClientProcess] = []
    do throws(MachineError) {
      for command in commands {
        let process = try machine.launch(command, environment: clientEnvironment, folder: folder)
        clients[process.id] = ClientOutput()
        processes.append(process)
      }
    } catch {
      settle(Self.verdict(onLaunch: error))
    }
    let ids = processes.map(\.id)
    let areDone = { ids.allSatisfy { self.clients[$0]?.status != nil } }
    if !wait(until: deadline, for: areDone) {
      for process in processes { process.kill() }
    }
    guard verdict == nil else { return nil }
    return ids.compactMap { clients.removeValue(forKey: $0) }
  }

  /// What programs beside the machine find in their environment.
  var clientEnvironment: [String: String] {
    [
      "SWIFTLET_ADDRESS": manifest.network.address,
      "SWIFTLET_HOST_ADDRESS": manifest.network.gateway,
      "SWIFTLET_INTERFACE": NetworkNamespace.interfaceName,
      "SWIFTLET_RUN_FOLDER": machine.folder.path,
    ]
  }

  static func verdict(onLaunch error: MachineError) -> Verdict {
    guard case .missingProgram(let name) = error else { return Verdict(.internalError, "\(error)") }
    return Verdict(missing: [name])
  }

  static func matches(_ text: String, _ pattern: String) -> Bool {
    // The manifest's decoder has refused what is no regular expression.
    (try? Regex(pattern).firstMatch(in: text)) != nil
  }

  static func lastLine(_ text: String) -> String {
    text.split(separator: "\n").last.map(String.init) ?? "nothing was printed"
  }
}

extension Verdict {
  /// The verdict on a test whose programs are not installed.
  init(missing names: [String]) {
    let tools = names.map(Tool.named)
    self.init(.missingTool, "not installed: \(names.joined(separator: ", "))")
    if let command = Tool.installCommand(tools) { details = [command] }
  }
}
