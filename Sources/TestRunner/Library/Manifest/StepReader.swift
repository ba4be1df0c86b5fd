internal import Yams

/// Reads the steps of a manifest.
struct StepReader {
  let collector: Fields.Collector
  /// How many steps this one is within.
  var depth = 0
  /// How deep steps may be nested.
  static let maximumDepth = 4

  /// Every key that names an action.
  static let actions = [
    "ping", "dns", "udp", "run", "console", "heap", "counter", "idle", "clock", "link", "disk",
    "balloon", "stall", "profile", "debug", "arp", "tcp", "http", "upload", "load", "dhcp", "pause",
    "reboot", "event", "repeat", "parallel", "scenario", "exit", "power",
  ]

  /// The step that a node describes; nil after a problem.
  func step(_ node: Node) -> Step? {
    let fields = Fields(node, of: "a step", known: Self.actions + ["limit"], into: collector)
    guard node.mapping != nil else { return nil }
    let names = Self.actions.filter(fields.has)
    guard let name = names.first, names.count == 1 else {
      let found = names.isEmpty ? "none" : names.joined(separator: " and ")
      if !names.isEmpty || fields.names == ["limit"] {
        fields.report("a step needs exactly one action, found \(found)")
      }
      return nil
    }
    guard let action = action(name, fields) else { return nil }
    let line = node.mark?.line ?? 0
    return Step(action, line: line, limit: fields.read("limit", .duration))
  }

  private func action(_ name: String, _ fields: Fields) -> Step.Action? {
    switch name {
    case "ping": return ping(fields).map(Step.Action.ping)
    case "dns": return questions(fields).map(Step.Action.dns)
    case "udp": return datagram(fields).map(Step.Action.udp)
    case "run": return command(fields).map(Step.Action.run)
    case "console": return console(fields).map(Step.Action.console)
    case "heap": return heap(fields).map(Step.Action.heap)
    case "counter": return counter(fields).map(Step.Action.counter)
    case "clock": return clock(fields).map(Step.Action.clock)
    case "idle": return idle(fields).map(Step.Action.idle)
    case "stall":
      return fields.read("stall", .text).map { Step.Action.stall(StallStep(function: $0)) }
    case "disk": return disk(fields).map(Step.Action.disk)
    case "balloon": return balloon(fields).map(Step.Action.balloon)
    case "link": return link(fields).map(Step.Action.link)
    case "profile": return profile(fields).map(Step.Action.profile)
    case "debug": return debug(fields).map(Step.Action.debug)
    case "arp": return arp(fields).map(Step.Action.arp)
    case "tcp": return tcp(fields).map(Step.Action.tcp)
    case "http": return http(fields).map(Step.Action.http)
    case "upload": return upload(fields).map(Step.Action.http)
    case "load": return load(fields).map(Step.Action.load)
    case "dhcp": return dhcp(fields).map(Step.Action.dhcp)
    case "pause": return fields.read("pause", .duration).map(Step.Action.pause)
    case "reboot": return reboot(fields)
    case "event": return event(fields).map(Step.Action.event)
    case "repeat": return loop(fields).map(Step.Action.loop)
    case "parallel": return parallel(fields).map(Step.Action.parallel)
    case "scenario": return scenario(fields).map(Step.Action.scenario)
    case "power": return fields.read("power", .oneOf(PowerStep.self)).map(Step.Action.power)
    default: return exit(fields).map(Step.Action.exit)
    }
  }

  private func ping(_ fields: Fields) -> PingStep? {
    if fields.node("ping")?.scalar != nil {
      return fields.read("ping", .integer(1...1_000_000)).map(PingStep.init(count:))
    }
    let known = ["count", "size", "interval", "loss"]
    guard let ping = fields.fields("ping", of: "“ping”", known: known) else { return nil }
    var step = PingStep()
    ping.read("count", .integer(1...1_000_000), into: &step.count)
    ping.read("size", .integer(0...65507), into: &step.byteCount)
    // Where all may be lost nothing is expected.
    ping.read("loss", .integer(0...step.count - 1), into: &step.allowedLoss)
    if ping.node("interval")?.scalar?.string == "flood" {
      step.pace = .flood
    } else if let interval = ping.read("interval", .duration) {
      step.pace = .interval(interval)
    }
    return step
  }

  private func command(_ fields: Fields) -> CommandStep? {
    if fields.node("run")?.scalar != nil {
      return fields.read("run", .text).map(CommandStep.init(line:))
    }
    let known = ["command", "status", "output", "absent"]
    guard let run = fields.fields("run", of: "“run”", known: known) else { return nil }
    guard let line = run.require("command", .text) else { return nil }
    var step = CommandStep(line: line)
    run.read("status", .integer(0...255), into: &step.status)
    run.read("output", .pattern, into: &step.output)
    run.read("absent", .pattern, into: &step.absent)
    return step
  }

  private func console(_ fields: Fields) -> ConsoleExpectation? {
    if fields.node("console")?.scalar != nil {
      return fields.read("console", .text).map { ConsoleExpectation(.line($0)) }
    }
    let forms = ["line", "contains", "matches"]
    let known = forms + ["present"]
    guard let console = fields.fields("console", of: "“console”", known: known) else { return nil }
    guard forms.filter(console.has).count == 1 else {
      console.report("“console” needs exactly one of \(forms.joined(separator: ", "))")
      return nil
    }
    let pattern =
      console.read("line", .text).map(ConsoleExpectation.Pattern.line)
      ?? console.read("contains", .text).map(ConsoleExpectation.Pattern.contains)
      ?? console.read("matches", .pattern).map(ConsoleExpectation.Pattern.matches)
    guard let pattern else { return nil }
    return ConsoleExpectation(pattern, isPresent: console.read("present", .flag) ?? true)
  }

  private func heap(_ fields: Fields) -> HeapStep? {
    if let scalar = fields.node("heap")?.scalar {
      if scalar.string == "balanced" { return HeapStep() }
      fields.report("expected “balanced”, found “\(scalar.string)”", at: "heap")
      return nil
    }
    let heap = fields.fields("heap", of: "“heap”", known: ["tolerance"])
    return heap?.require("tolerance", .integer(0...1 << 40)).map(HeapStep.init)
  }

  private func counter(_ fields: Fields) -> CounterStep? {
    let known = ["name", "equals", "at-least", "at-most", "since"]
    guard let counter = fields.fields("counter", of: "“counter”", known: known) else { return nil }
    guard let name = counter.require("name", .text) else { return nil }
    let any = NodeDecoder<UInt64>.integer(0...UInt64.max)
    var lower = counter.read("at-least", any) ?? 0
    var upper = counter.read("at-most", any) ?? .max
    if let exact = counter.read("equals", any) { (lower, upper) = (exact, exact) }
    if counter.names.isDisjoint(with: ["equals", "at-least", "at-most"]) {
      counter.report("“counter” needs equals, at-least or at-most")
    }
    guard lower <= upper else {
      counter.report("no number is at least \(lower) and at most \(upper)")
      return nil
    }
    let since = counter.read("since", .oneOf(Origin.self)) ?? .boot
    return CounterStep(name: name, range: lower...upper, sinceReady: since == .ready)
  }

  private func idle(_ fields: Fields) -> IdleStep? {
    if fields.node("idle")?.scalar != nil {
      return fields.read("idle", .span).map { IdleStep(duration: $0) }
    }
    let known = ["for", "interrupts"]
    guard let idle = fields.fields("idle", of: "“idle”", known: known) else { return nil }
    guard let duration = idle.require("for", .span) else { return nil }
    return IdleStep(
      duration: duration, interruptCount: idle.read("interrupts", .integer(0...Int.max)) ?? 0)
  }

  private func exit(_ fields: Fields) -> ExitStep? {
    fields.read("exit", .integer(0...255)).map(ExitStep.init)
  }

  /// Since when a counter is counted.
  private enum Origin: String, CaseIterable {
    case boot
    case ready
  }
}
