internal import Yams

/// Steps about the machine as a whole, and about other steps.
extension StepReader {
  func loop(_ fields: Fields) -> RepeatStep? {
    guard let loop = fields.fields("repeat", of: "“repeat”", known: ["times", "steps"]) else {
      return nil
    }
    guard let count = loop.require("times", .integer(1...1_000_000)) else { return nil }
    let steps = inner("steps", in: loop)
    if let wrong = steps.first(where: \.endsGuest) {
      loop.report("“\(wrong.title)” cannot stand within a loop", at: "steps")
    }
    if steps.isEmpty { loop.report("“repeat” needs steps") }
    return RepeatStep(count: count, steps: steps)
  }

  func parallel(_ fields: Fields) -> [Step]? {
    let steps = inner("parallel", in: fields)
    if let wrong = steps.lazy.compactMap(\.firstUnfitForGroup).first {
      fields.report(
        "“\(wrong.title)” cannot be taken beside others; ping, dns, run, http, upload, load, dhcp "
          + "and debug can, and link, tcp, udp, pause and repeat, one after the other",
        at: "parallel")
    }
    let all = steps.flatMap(\.all)
    if all.count(where: \.isDebug) > 1 {
      fields.report("a guest has one debugger at a time", at: "parallel")
    }
    if all.contains(where: \.isDebug), all.contains(where: \.isPause) {
      fields.report("a debugger cannot tell a pause from its own doing", at: "parallel")
    }
    if !steps.isEmpty, !steps.contains(where: \.isOfClients) {
      fields.report("“parallel” needs a step that programs beside the machine take")
    }
    if steps.count < 2 { fields.report("“parallel” needs at least two steps", at: "parallel") }
    return steps
  }

  func event(_ fields: Fields) -> String? {
    fields.read("event", .text)
  }

  func reboot(_ fields: Fields) -> Step.Action? {
    guard let isWanted = fields.read("reboot", .flag) else { return nil }
    if !isWanted { fields.report("“reboot: no” does nothing", at: "reboot") }
    return .reboot
  }

  /// The steps of a list within a step.
  func inner(_ key: String, in fields: Fields) -> [Step] {
    guard depth < Self.maximumDepth else {
      fields.report("steps are nested too deeply", at: key)
      return []
    }
    let reader = StepReader(collector: collector, depth: depth + 1)
    return list(key, in: fields).compactMap(reader.step)
  }
}

extension Step {
  /// Whether programs beside the machine take the step.
  var isOfClients: Bool {
    switch action {
    case .ping, .dns, .run, .http, .load, .dhcp, .debug: true
    default: false
    }
  }

  fileprivate var isPause: Bool { if case .pause = action { true } else { false } }

  /// The step, or one within it, that cannot be taken beside others; nil if all can.
  fileprivate var firstUnfitForGroup: Step? {
    switch action {
    case .ping, .dns, .run, .http, .load, .dhcp, .debug, .link, .tcp, .udp, .pause: nil
    case .loop(let loop): loop.steps.lazy.compactMap(\.firstUnfitForGroup).first
    default: self
    }
  }
}
