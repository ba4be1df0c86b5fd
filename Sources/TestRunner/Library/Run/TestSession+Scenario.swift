internal import Glibc
internal import Machine

/// Programs that drive the guest through the runner.
extension TestSession {
  /// Starts a scenario and does what it asks for, until it ends.
  func play(
    _ scenario: ScenarioStep, _ index: Int, until deadline: ContinuousClock.Instant
  ) -> StepOutcome {
    guard let channel = launch(scenario) else { return .interrupted }
    defer {
      channel.process.kill()
      keepOutput(of: channel.process.id)
    }
    if let failure = sendAll(Array(greeting(scenario).utf8), to: channel.socket, until: deadline) {
      return failure
    }
    let outcome = converse(channel, index, until: deadline)
    let settled = settle(outcome, channel, until: deadline)
    closeParts(channel, index, settled)
    return settled
  }

  private func launch(_ scenario: ScenarioStep) -> ScenarioChannel? {
    let command: [String]
    switch scenario.program {
    case .command(let line): command = ["sh", "-c", line]
    case .folder(let name):
      guard let path = scenarioPrograms[name] else {
        settle(Verdict(.internalError, "the program of \(name) was not made"))
        return nil
      }
      command = [path]
    }
    do throws(MachineError) {
      var environment = clientEnvironment
      // What a crash has to say the runner shows; a long trace of it would take seconds.
      environment["SWIFT_BACKTRACE"] = "enable=no"
      let process = try machine.launch(
        command, environment: environment, folder: folder, hasSocket: true)
      clients[process.id] = ClientOutput()
      guard let socket = process.socket else { return nil }
      return ScenarioChannel(process, socket)
    } catch {
      settle(Self.verdict(onLaunch: error))
      return nil
    }
  }

  /// What a scenario has to know, as its first line.
  private func greeting(_ scenario: ScenarioStep) -> String {
    var line = JSONText()
    line.add("hello", 1)
    line.add("address", manifest.network.address)
    line.add("hostAddress", manifest.network.gateway)
    line.add("interface", NetworkNamespace.interfaceName)
    line.add("serviceFolder", folder)
    line.add("runFolder", machine.folder.path)
    line.add("words", scenario.words)
    line.add("seed", Int(truncatingIfNeeded: chanceSeed & 0x7fff_ffff_ffff_ffff))
    line.addNumber("stepSeconds", manifest.limits.step / .seconds(1))
    return line.closed + "\n"
  }

  /// Answers requests until the scenario has no more.
  ///
  /// - Returns: Why the conversation cannot go on; nil if the scenario ended it.
  private func converse(
    _ channel: ScenarioChannel, _ index: Int, until deadline: ContinuousClock.Instant
  ) -> StepOutcome? {
    while verdict == nil {
      switch channel.next() {
      case .end: return nil
      case .tooMuch: return .failed("the scenario sent a line without end")
      case .nothing:
        if clients[channel.process.id]?.status != nil { return nil }
        let isThere = waitUntilReady(
          channel.socket, forWriting: false, until: deadline,
          unless: { self.clients[channel.process.id]?.status != nil })
        guard isThere || verdict != nil else { return .failed(late(channel)) }
      case .line(let bytes):
        guard channel.word == nil, let request = ScenarioRequest(parsing: bytes) else {
          let text = String(decoding: bytes.prefix(80), as: UTF8.self)
          let when = channel.word == nil ? "" : " after its last word"
          return .failed("the scenario sent what is no request\(when): \(visible(text))")
        }
        let reply = answer(request, channel, index, until: deadline)
        guard verdict == nil else { return .interrupted }
        let bytes = Array(reply.line.utf8)
        if let failure = sendAll(bytes, to: channel.socket, until: deadline),
          channel.word == nil, clients[channel.process.id]?.status == nil
        {
          return failure
        }
      }
    }
    return .interrupted
  }

  private func visible(_ text: String) -> String { ConsoleText.visible(text) }

  private func late(_ channel: ScenarioChannel) -> String {
    let part = channel.parts.isEmpty ? "" : ", in “\(channel.title)”"
    return "the scenario did not end within the limit\(part)\(lastWords(channel))"
  }

  /// What the program wrote last, as further lines.
  private func lastWords(_ channel: ScenarioChannel) -> String {
    guard let output = clients[channel.process.id] else { return "" }
    let lines = (output.text + "\n" + output.errorText).split(separator: "\n").suffix(6)
    return lines.map { "\n\(visible(String($0)))" }.joined()
  }

  /// Judges how the program ended by what it has said of that.
  private func settle(
    _ outcome: StepOutcome?, _ channel: ScenarioChannel, until deadline: ContinuousClock.Instant
  ) -> StepOutcome {
    if let outcome { return outcome }
    let hasEnded = { self.clients[channel.process.id]?.status != nil }
    guard wait(until: deadline, for: hasEnded), let status = clients[channel.process.id]?.status
    else { return verdict == nil ? .failed(late(channel)) : .interrupted }
    if channel.hasPaused { return .failed("the scenario left the guest stopped") }
    switch channel.word {
    case .failed(let reason, let place):
      failurePlace = place
      return .failed(short(place).prefix + reason + lastWords(channel))
    case .passed:
      if !channel.parts.isEmpty { return .failed("“\(channel.title)” was begun and not ended") }
      if status == .exited(0) { return .passed("") }
      return .failed("the scenario said that it passed, but: \(status)\(lastWords(channel))")
    case nil:
      return .failed("the scenario ended without a word: \(status)\(lastWords(channel))")
    }
  }

  /// A place with the path as people write it, from the service's folder.
  func short(_ place: ScenarioRequest.Place) -> ScenarioRequest.Place {
    var short = place
    // The compiler reaches the source by way of a link.
    short.file = Folder.absolute(place.file) ?? place.file
    if short.file.hasPrefix(folder + "/") { short.file.removeFirst(folder.utf8.count + 1) }
    return short
  }

  /// Keeps what the program wrote.
  private func keepOutput(of id: ClientProcess.ID) {
    guard let output = clients.removeValue(forKey: id) else { return }
    let text = output.text + output.errorText
    if !text.isEmpty { Folder.write(text, to: machine.folder.file("scenario.log")) }
  }
}
