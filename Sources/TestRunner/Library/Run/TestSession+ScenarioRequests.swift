internal import Frames
internal import Machine

/// What scenarios ask for.
extension TestSession {
  /// Does what a scenario asks for.
  func answer(
    _ request: ScenarioRequest, _ channel: ScenarioChannel, _ index: Int,
    until deadline: ContinuousClock.Instant
  ) -> ScenarioReply {
    switch request.action {
    case .take(let text): return take(text, index, until: deadline)
    case .begin(let title): return beginPart(title, request.place, channel, index)
    case .end:
      guard let part = channel.parts.last else { return .failed("nothing has begun") }
      endPart(part, channel, index, .passed(detail: ""))
      return .done()
    case .wait(let lines, let text, let isPattern, let first, let limit):
      let pattern: ConsoleExpectation.Pattern = isPattern ? .matches(text) : .contains(text)
      let end = min(deadline, .now + (limit ?? manifest.limits.step))
      return wait(for: pattern, in: lines, from: first, until: end)
    case .lines(let lines, let first):
      let found = self.lines(lines).dropFirst(max(0, first)).suffix(1000)
      return .done { $0.add("lines", Array(found)) }
    case .counter(let name): return readCounter(name)
    case .pause, .resume: return change(channel, isPause: request.action == .pause)
    case .note(let text):
      post(.note(ConsoleText.visible(text)))
      return .done()
    case .pass:
      channel.word = .passed
      return .done()
    case .fail(let reason):
      channel.word = .failed(reason, request.place)
      return .done()
    }
  }

  private func take(
    _ text: String, _ index: Int, until deadline: ContinuousClock.Instant
  ) -> ScenarioReply {
    switch ManifestReader.readStep(text, of: manifest) {
    case .problem(let problem): return .failed("“\(text)” cannot be taken: \(problem)")
    case .step(let step):
      begin(step.title)
      record?.mark("step \(index + 1): \(step.title)", at: VirtualMachine.frameTime)
      let missing = Manifest.clients(of: [step]).filter { (try? ProgramSearch.find($0)) == nil }
      guard missing.isEmpty else {
        settle(Verdict(missing: missing))
        return .failed("not installed")
      }
      let limit = min(deadline, .now + (step.limit ?? manifest.limits.step))
      switch perform(step, index, until: limit) {
      case .passed(let detail): return .done { $0.add("detail", detail) }
      case .failed(let reason): return .failed("\(step.title): \(reason)")
      case .leftOut(let reason): return .failed(reason)
      case .interrupted: return .failed("the test is over")
      }
    }
  }

  private func beginPart(
    _ title: String, _ place: ScenarioRequest.Place, _ channel: ScenarioChannel, _ index: Int
  ) -> ScenarioReply {
    guard channel.parts.count < 16 else { return .failed("parts are nested too deeply") }
    channel.parts.append(ScenarioChannel.Part(title: title, place: place, start: .now))
    begin(channel.title)
    record?.mark("step \(index + 1): \(channel.title)", at: VirtualMachine.frameTime)
    post(.stepStarted(index: index, title: channel.title))
    return .done()
  }

  private func endPart(
    _ part: ScenarioChannel.Part, _ channel: ScenarioChannel, _ index: Int, _ ending: StepEnding
  ) {
    let duration = ContinuousClock.now - part.start
    var result = CaseResult.StepResult(
      title: channel.title, line: part.place.line, duration: duration, ending: ending)
    result.file = short(part.place).file
    results.append(result)
    post(
      .stepEnded(index: index, title: channel.title, duration: duration, ending: ending))
    channel.parts.removeLast()
  }

  /// Ends what the scenario has begun and left open, the innermost part with the reason.
  func closeParts(_ channel: ScenarioChannel, _ index: Int, _ outcome: StepOutcome) {
    var ending = StepEnding(outcome, verdict, expected: manifest.expectation)
    if case .passed = ending { ending = .failed(reason: "it was not ended") }
    while let part = channel.parts.last {
      endPart(part, channel, index, ending)
      ending = .cutShort(reason: "by what is within it")
    }
  }

  private func lines(_ lines: ScenarioRequest.Lines) -> [String] {
    switch lines {
    case .console: console.lines
    case .log: records.logLines
    }
  }

  private func wait(
    for pattern: ConsoleExpectation.Pattern, in source: ScenarioRequest.Lines, from first: Int,
    until deadline: ContinuousClock.Instant
  ) -> ScenarioReply {
    if case .matches(let text) = pattern, (try? Regex(text)) == nil {
      return .failed("“\(text)” is no regular expression")
    }
    patternDeadline = deadline
    var place = max(0, first)
    var found: String?
    let isFound = {
      let rest = self.lines(source).dropFirst(place)
      guard let index = self.firstPlace(of: ConsoleExpectation(pattern), in: rest) else {
        place += rest.count
        return false
      }
      found = rest.dropFirst(index).first
      place += index + 1
      return true
    }
    _ = wait(until: deadline, for: isFound)
    if let found {
      return .done {
        $0.add("text", found)
        $0.add("next", place)
      }
    }
    let last = lines(source).last.map { "; the last one is “\(ConsoleText.visible($0))”" } ?? ""
    return .failed("no such line of the \(source.rawValue) came\(last)")
  }

  private func readCounter(_ name: String) -> ScenarioReply {
    guard let counters = readCounters(registered: true) else {
      return .failed("the kernel's counters cannot be read")
    }
    guard let value = counters.value(named: name) else {
      return .failed("there is no counter “\(name)”; `testrunner counters` shows what there is")
    }
    return .done { $0.add("value", Int(clamping: value)) }
  }

  private func change(_ channel: ScenarioChannel, isPause: Bool) -> ScenarioReply {
    guard channel.hasPaused != isPause else {
      return .failed(isPause ? "the guest is stopped already" : "the guest runs already")
    }
    do throws(MachineError) {
      if isPause { try machine.pause() } else { try machine.resume() }
      channel.hasPaused = isPause
      return .done()
    } catch {
      noteMonitorFailure(error)
      return .failed("\(error)")
    }
  }
}
