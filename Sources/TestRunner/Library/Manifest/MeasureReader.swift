internal import Yams

/// Reads what a manifest has counted: the section `measure`, in which each name is a count.
struct MeasureReader {
  let collector: Fields.Collector

  /// The counts as steps, in the order of the section; they come before all others.
  func read(_ fields: Fields) -> [Step] {
    guard let node = fields.node("measure") else { return [] }
    guard let mapping = node.mapping else {
      fields.report("“measure” must be a mapping of names to counts", at: "measure")
      return []
    }
    return mapping.compactMap { key, value in
      guard let name = name(key), let step = count(name, value) else { return nil }
      return Step(.measure(step), line: key.mark?.line ?? 0)
    }
  }

  private func name(_ node: Node) -> String? {
    do throws(ManifestProblem) {
      return try NodeDecoder<String>.portName.decode(node)
    } catch {
      collector.problems.append(error)
      return nil
    }
  }

  private func count(_ name: String, _ node: Node) -> MeasureStep? {
    if let word = node.scalar?.string {
      if word == "ready" { return MeasureStep(name: name, span: .start) }
      collector.problems.append(
        node.problem("expected “ready”, or a mapping with “steps”, found “\(word)”"))
      return nil
    }
    let known = ["until", "steps", "rounds", "warm", "per", "within"]
    let fields = Fields(node, of: "a count", known: known, into: collector)
    guard node.mapping != nil, let span = span(fields) else { return nil }
    var step = MeasureStep(name: name, span: span)
    fields.read("rounds", .integer(1...100_000), into: &step.roundCount)
    fields.read("warm", .integer(0...100_000), into: &step.warmUpCount)
    fields.read("per", .integer(1...1_000_000), into: &step.unitCount)
    fields.read("within", .percent, into: &step.tolerancePercent)
    return step
  }

  private func span(_ fields: Fields) -> MeasureStep.Span? {
    guard fields.has("steps") != fields.has("until") else {
      fields.report("a count needs either “steps” or “until: ready”")
      return nil
    }
    if let word = fields.read("until", .text) {
      if word != "ready" {
        fields.report("a start is counted until “ready” only", at: "until")
        return nil
      }
      for key in ["rounds", "warm", "per"] where fields.has(key) {
        fields.report("a guest starts once: “\(key)” means nothing", at: key)
      }
      return .start
    }
    let steps = StepReader(collector: collector).inner("steps", in: fields)
    let wrong = steps.flatMap(\.all).first {
      $0.endsGuest || $0.isProfile || $0.isDebug || $0.resetsGuest
    }
    if let wrong {
      fields.report("“\(wrong.title)” cannot be counted", at: "steps")
    }
    if steps.isEmpty { fields.report("a count needs steps that drive the guest") }
    return .steps(steps)
  }
}

extension Step {
  /// Whether the guest starts anew in the step.
  fileprivate var resetsGuest: Bool { action == .reboot || action == .power(.reset) }
}
