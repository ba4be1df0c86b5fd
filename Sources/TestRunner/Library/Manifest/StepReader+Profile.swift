internal import Profiler
internal import Telemetry
internal import Yams

/// Steps that sample the guest.
extension StepReader {
  func profile(_ fields: Fields) -> ProfileStep? {
    let known = ["mode", "rate", "steps", "shares", "lost", "samples", "complete"]
    guard let profile = fields.fields("profile", of: "“profile”", known: known) else { return nil }
    var step = ProfileStep()
    if let mode = profile.read("mode", .oneOf(Mode.self)) {
      step.mode = mode == .nmi ? .nonMaskable : .timer
    }
    profile.read("rate", .integer(UInt32(1)...100_000), into: &step.rate)
    profile.read("lost", .integer(UInt64(0)...UInt64.max), into: &step.allowedLoss)
    profile.read("samples", .integer(0...Int.max), into: &step.leastSampleCount)
    profile.read("complete", .percent, into: &step.completePercent)
    step.shares = list("shares", in: profile).compactMap(share)
    step.steps = inner("steps", in: profile)
    if let wrong = step.steps.first(where: {
      $0.all.contains { $0.endsGuest || $0.isProfile || $0.action == .reboot }
    }) {
      profile.report("“\(wrong.title)” cannot stand within a profile", at: "steps")
    }
    if step.steps.isEmpty { profile.report("“profile” needs steps that drive the guest") }
    return step
  }

  /// The items of a list; a problem if there is something else.
  func list(_ key: String, in fields: Fields) -> [Node] {
    guard let node = fields.node(key) else { return [] }
    guard let items = node.sequence else {
      fields.report("“\(key)” must be a list, found \(node.kindName)", at: key)
      return []
    }
    return Array(items)
  }

  private func share(_ node: Node) -> ShareCheck? {
    let known = ["function", "at-least", "at-most", "self", "slower"]
    let fields = Fields(node, of: "a share", known: known, into: collector)
    guard node.mapping != nil, let function = fields.require("function", .pattern) else {
      return nil
    }
    var share = ShareCheck(function: function, isOwn: fields.read("self", .flag) ?? false)
    fields.read("at-least", .percent, into: &share.least)
    fields.read("at-most", .percent, into: &share.most)
    if let slower = fields.read("slower", .duration) {
      share.slower = UInt64(min(max(0, slower / .nanoseconds(1)), 1e18))
    }
    if !fields.has("at-least"), !fields.has("at-most") {
      fields.report("a share needs at-least or at-most")
    }
    if share.least > share.most {
      fields.report("no share is at least \(share.least) % and at most \(share.most) %")
    }
    return share
  }

  /// By which interrupt the guest samples.
  private enum Mode: String, CaseIterable {
    case timer
    case nmi
  }
}

extension NodeDecoder where Value == Double {
  /// A share of 100: `40%`, or `40`.
  static var percent: NodeDecoder {
    NodeDecoder<String>.text.then { text in
      let digits = text.hasSuffix("%") ? text.dropLast() : text[...]
      guard let number = Double(digits), (0...100).contains(number) else {
        return .problem("expected a share such as 40%, found “\(text)”")
      }
      return .value(number)
    }
  }
}
