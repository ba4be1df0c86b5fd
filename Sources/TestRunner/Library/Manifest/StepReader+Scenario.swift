internal import Yams

/// The step that starts a program, and the steps that the program asks for.
extension StepReader {
  func scenario(_ fields: Fields) -> ScenarioStep? {
    if fields.node("scenario")?.scalar != nil {
      return fields.read("scenario", .folderName).map { ScenarioStep(.folder($0)) }
    }
    let known = ["folder", "command", "words", "reboots"]
    guard let scenario = fields.fields("scenario", of: "“scenario”", known: known) else {
      return nil
    }
    guard scenario.has("folder") != scenario.has("command") else {
      scenario.report("“scenario” needs exactly one of folder, command")
      return nil
    }
    let program =
      scenario.read("folder", .folderName).map(ScenarioStep.Program.folder)
      ?? scenario.read("command", .text).map(ScenarioStep.Program.command)
    guard let program else { return nil }
    var step = ScenarioStep(program)
    scenario.read("words", .words, into: &step.words)
    scenario.read("reboots", .integer(0...1000), into: &step.rebootCount)
    return step
  }
}

extension ManifestReader {
  /// Reads a step that a scenario asks for.
  ///
  /// - Parameters:
  ///   - text: The step, as a manifest writes it.
  ///   - manifest: The manifest whose scenario asks.
  /// - Returns: The step, or what is wrong with it.
  static func readStep(_ text: String, of manifest: Manifest) -> StepReading {
    let collector = Fields.Collector()
    do {
      guard let node = try Yams.compose(yaml: text) else { return .problem("it is empty") }
      let step = StepReader(collector: collector, depth: 1).step(node)
      if let step {
        let steps = (Node.scalar(Node.Scalar("steps")), Node.sequence(Node.Sequence([node])))
        let fields = Fields(
          .mapping(Node.Mapping([steps])), of: "it", known: ["steps"], into: collector)
        DeviceReader(collector: collector).check([step], against: manifest.devices, at: fields)
      }
      if let problem = collector.problems.first { return .problem(problem.message) }
      guard let step else { return .problem("it is no step") }
      if let word = step.all.compactMap(\.refusedInScenario).first { return .problem(word) }
      return .step(step)
    } catch let error as YamlError {
      return .problem(problem(of: error).message)
    } catch {
      return .problem("\(error)")
    }
  }

  /// What came of reading a step.
  enum StepReading: Equatable {
    case step(Step)
    /// What is wrong, as a fragment.
    case problem(String)
  }
}

extension Step {
  /// Why a scenario cannot ask for the step; nil if it can.
  var refusedInScenario: String? {
    switch action {
    case .exit, .power: "the end of a guest is for the manifest to name"
    case .scenario: "a scenario starts no other"
    case .console(let line) where !line.isPresent:
      "what must never be printed is for the manifest to name"
    default: nil
    }
  }
}

extension NodeDecoder where Value == String {
  /// The name of a folder within the service's.
  static var folderName: NodeDecoder {
    text.then { text in
      let isPlain = text.utf8.allSatisfy { byte in
        (0x61...0x7a).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x2d
      }
      guard isPlain else {
        return .problem("expected letters, digits and hyphens, found “\(text)”")
      }
      return .value(text)
    }
  }
}
