internal import Machine

/// Steps that real clients take.
extension TestSession {
  /// Takes steps of clients at the same time, and beside them the others, one after the other.
  func runClients(
    _ steps: [Step], _ index: Int, until deadline: ContinuousClock.Instant
  ) -> StepOutcome {
    var plans: [(title: String, plan: ClientPlan)] = []
    for step in steps where step.isOfClients {
      guard let plan = plan(step.action, until: deadline) else {
        return verdict == nil ? .failed("\(step.title) cannot be taken here") : .interrupted
      }
      plans.append((step.title, plan))
    }
    var (problems, details): ([String], [String]) = ([], [])
    let takeOthers = {
      for step in steps where !step.isOfClients && self.verdict == nil {
        if case .failed(let reason) = self.perform(step, index, until: deadline) {
          problems.append("\(step.title): \(reason)")
        }
      }
    }
    guard let outputs = outputs(of: plans.map(\.plan), beside: takeOthers, until: deadline) else {
      return .interrupted
    }
    patternDeadline = deadline
    for stub in Set(steps.compactMap(\.debug?.stub)) {
      if let problem = release(from: stub) { problems.append("gdb has ended, but: \(problem)") }
    }
    guard verdict == nil else { return .interrupted }
    for ((title, plan), own) in zip(plans, outputs) {
      switch plan.judge(own) {
      case .passed(let detail): if !detail.isEmpty { details.append(detail) }
      case .failed(let reason): problems.append(steps.count > 1 ? "\(title): \(reason)" : reason)
      case .interrupted, .leftOut: return .interrupted
      }
    }
    // An expression that takes too long says nothing about what it was to find.
    guard verdict == nil else { return .interrupted }
    return problems.isEmpty
      ? .passed(details.joined(separator: "; ")) : .failed(problems.joined(separator: "\n"))
  }

  /// What the programs of plans write, those included that run again; nil if there is a verdict.
  private func outputs(
    of plans: [ClientPlan], beside others: () -> Void, until deadline: ContinuousClock.Instant
  ) -> [[ClientOutput]]? {
    guard var outputs = run(plans.map(\.commands), beside: others, until: deadline) else {
      return nil
    }
    let further = zip(plans, outputs).map { plan, own in plan.again(own) }
    guard !further.allSatisfy(\.isEmpty) else { return outputs }
    guard let again = run(further, until: deadline) else { return nil }
    for index in outputs.indices { outputs[index] += again[index] }
    return outputs
  }

  /// How clients take a step; nil if it is not theirs, or if they cannot.
  private func plan(
    _ action: Step.Action, until deadline: ContinuousClock.Instant
  ) -> ClientPlan? {
    let address = manifest.network.address
    switch action {
    case .ping(let ping): return plan(ping, address, until: deadline)
    case .dns(let questions):
      let groups = DigCommand.groups(questions)
      let lines = groups.map { group in
        DigCommand.arguments(group.map { questions[$0] }, address: address)
      }
      return ClientPlan(lines) { Self.judge(questions, groups, $0) }
    case .run(let command):
      return ClientPlan(["sh", "-c", command.line]) { self.judge(command, $0) }
    case .http(let request): return plan(request, address, until: deadline)
    case .load(let load): return plan(load, address)
    case .dhcp(let dhcp): return plan(dhcp)
    case .debug(let debug): return plan(debug)
    default: return nil
    }
  }

  private func plan(
    _ ping: PingStep, _ address: String, until deadline: ContinuousClock.Instant
  ) -> ClientPlan {
    func words(_ step: PingStep) -> [String] {
      step.arguments(address: address, limit: deadline - ContinuousClock.now)
    }
    var plan = ClientPlan([words(ping)]) { Self.judge(ping, $0) }
    plan.again = { outputs in
      let again = PingOutput(parsing: outputs[0].text).flatMap(ping.again(after:))
      return again.map { [words($0)] } ?? []
    }
    return plan
  }

  private static func judge(_ step: PingStep, _ clients: [ClientOutput]) -> StepOutcome {
    var sum: PingOutput?
    for client in clients {
      guard client.status != nil else { return .failed("ping did not end within the limit") }
      guard let output = PingOutput(parsing: client.text) else {
        return .failed("ping: \(lastLine(client.errorText + client.text))")
      }
      if sum == nil { sum = output } else { sum?.add(output) }
    }
    guard let output = sum else { return .failed("ping did not run") }
    if let mismatch = output.mismatch(step) { return .failed(mismatch) }
    for client in clients {
      // It has a status for that nobody has answered.
      let isHeard = PingOutput(parsing: client.text).map { $0.receivedCount > 0 } ?? false
      if let fault = client.fault(of: "ping", expecting: isHeard ? 0 : 1) { return .failed(fault) }
    }
    guard let times = output.roundTrip else { return .passed("") }
    let shortest = DurationText.short(times.shortest)
    return .passed("\(shortest) to \(DurationText.short(times.longest))")
  }

  private static func judge(
    _ questions: [DNSQuestion], _ groups: [[Int]], _ clients: [ClientOutput]
  ) -> StepOutcome {
    var problems: [String] = []
    var slowest = Duration.zero
    for (group, client) in zip(groups, clients) {
      let results = DigOutput(parsing: client.text).results
      for (place, index) in group.enumerated() {
        guard place < results.count else {
          let words = lastLine(client.errorText + client.text)
          problems.append("\(questions[index].title): dig gave no result: \(words)")
          continue
        }
        if case .reply(let reply) = results[place] {
          slowest = max(slowest, reply.duration ?? .zero)
        }
        let title = questions.count > 1 ? "\(questions[index].title): " : ""
        problems += questions[index].expectation.mismatches(results[place]).map { title + $0 }
      }
      if results.count > group.count {
        problems.append("dig gave \(results.count) results instead of \(group.count)")
      }
      // It has a status for that nobody has answered, whom no group asks beside others.
      let isSilent = group.contains { questions[$0].expectation.isSilent }
      if client.status == nil || problems.isEmpty,
        let fault = client.fault(of: "dig", expecting: isSilent ? 9 : 0)
      {
        problems.append(fault)
      }
    }
    if !problems.isEmpty { return .failed(problems.joined(separator: "\n")) }
    return .passed(slowest > .zero ? "at most \(DurationText.short(slowest))" : "")
  }

  private func judge(_ step: CommandStep, _ client: ClientOutput) -> StepOutcome {
    let said = "\n" + client.text + client.errorText
    let words = said.split(separator: "\n").suffix(12).joined(separator: "\n")
    guard let status = client.status else {
      return .failed("it did not end within the limit\n\(words)")
    }
    // How a shell says that there is no such program.
    if status == .exited(ShellComplaint.status), step.status != ShellComplaint.status {
      settle(Verdict(shell: client.errorText))
      return .interrupted
    }
    guard status == .exited(Int32(step.status)) else {
      return .failed("\(status), expected exit status \(step.status)\n\(words)")
    }
    if let output = step.output, !finds(output, in: client.text) {
      return .failed("the output does not match /\(output)/\n\(words)")
    }
    if let absent = step.absent {
      // What nobody has kept may match.
      if client.isCut { return .failed("the output is too long to say what is not in it") }
      if finds(absent, in: client.text) {
        return .failed("the output matches /\(absent)/\n\(words)")
      }
    }
    return .passed("")
  }

  /// Runs programs at the same time in the guest's network, until all have ended.
  ///
  /// - Parameters:
  ///   - groups: The programs.
  ///   - others: Does what is to be done once all have been started.
  ///   - deadline: When to give up.
  /// - Returns: What each wrote and how it ended, in the groups of the commands; one that has not
  ///   ended is killed. Nil if there is a verdict.
  private func run(
    _ groups: [[[String]]], beside others: () -> Void = {},
    until deadline: ContinuousClock.Instant
  ) -> [[ClientOutput]]? {
    var processes: [ClientProcess] = []
    do throws(MachineError) {
      for command in groups.joined() {
        let process = try machine.launch(command, environment: clientEnvironment, folder: folder)
        clients[process.id] = ClientOutput()
        processes.append(process)
      }
    } catch {
      settle(Self.verdict(onLaunch: error))
    }
    let ids = processes.map(\.id)
    others()
    let areDone = { ids.allSatisfy { self.clients[$0]?.status != nil } }
    if !wait(until: deadline, for: areDone) {
      for process in processes { process.kill() }
    }
    guard verdict == nil else { return nil }
    var rest = ids[...]
    return groups.map { group in
      defer { rest = rest.dropFirst(group.count) }
      return rest.prefix(group.count).map { clients.removeValue(forKey: $0) ?? ClientOutput() }
    }
  }

  /// What programs beside the machine find in their environment.
  var clientEnvironment: [String: String] {
    ClientEnvironment.variables(
      manifest.network, interface: NetworkNamespace.interfaceName, runFolder: machine.folder.path,
      path: clientPath)
  }

  static func verdict(onLaunch error: MachineError) -> Verdict {
    guard case .missingProgram(let name) = error else { return Verdict(.internalError, "\(error)") }
    return Verdict(missing: [name])
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
