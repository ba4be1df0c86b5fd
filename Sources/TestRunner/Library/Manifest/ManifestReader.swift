internal import Frames
internal import Machine
internal import Yams

/// Reads manifests: YAML, in which every key and every value must make sense.
public struct ManifestReader {
  private let path: String
  private let text: String
  private let collector = Fields.Collector()

  /// Reads the text of a manifest.
  ///
  /// - Parameters:
  ///   - text: The file's contents.
  ///   - path: The file's path as messages shall show it.
  /// - Returns: What the manifest says, with defaults for what it leaves out.
  /// - Throws: `InvalidManifest` with every problem found.
  public static func read(_ text: String, path: String) throws(InvalidManifest) -> Manifest {
    let reader = ManifestReader(path: path, text: text)
    let manifest = reader.manifest()
    let problems = reader.collector.problems
    guard problems.isEmpty else { throw reader.invalid(problems) }
    return manifest
  }

  private init(path: String, text: String) {
    self.path = path
    self.text = text
  }

  private func manifest() -> Manifest {
    var manifest = Manifest()
    guard let root = root() else { return manifest }
    let known = [
      "description", "tags", "alone", "weight", "configuration", "tools", "machine", "virtio",
      "boot", "memory", "processors", "accelerator", "reference", "address", "prefix", "gateway",
      "configured", "offload",
      "interfaces", "arguments", "qemu", "rng", "disks", "ports", "balloon", "sidecars", "link",
      "frames", "capture", "records", "ready", "limits",
      "expect", "measure", "steps",
    ]
    let fields = Fields(root, of: "the manifest", known: known, into: collector)
    fields.read("description", .text, into: &manifest.summary)
    fields.read("tags", .list(of: .portName), into: &manifest.tags)
    fields.read("alone", .flag, into: &manifest.isAlone)
    fields.read("weight", .integer(0...64), into: &manifest.weight)
    readImage(fields, into: &manifest)
    readMachine(fields, into: &manifest)
    fields.read("address", .address, into: &manifest.network.address)
    fields.read("prefix", .integer(1...30), into: &manifest.network.prefixLength)
    fields.read("gateway", .address, into: &manifest.network.gateway)
    fields.read("configured", .flag, into: &manifest.network.isConfigured)
    fields.read("offload", .flag, into: &manifest.network.offersOffload)
    manifest.furtherNetworks = InterfaceReader(collector: collector).read(fields)
    DeviceReader(collector: collector).read(fields, into: &manifest.devices)
    manifest.reference = SidecarReader(collector: collector).reference(fields)
    manifest.sidecars = SidecarReader(collector: collector).read(fields)
    WireReader(collector: collector).read(fields, into: &manifest.wire)
    readReadiness(fields, into: &manifest)
    readLimits(fields, into: &manifest)
    readExpectation(fields, into: &manifest)
    manifest.steps =
      MeasureReader(collector: collector).read(fields) + steps(fields, manifest.devices)
    if !manifest.tools.contains(.gdb), manifest.steps.contains(where: \.needsStub) {
      fields.report(
        "“debug” needs “tools: [gdb]” at the top of the manifest, or “through: qemu”", at: "steps")
    }
    if manifest.hasBadLink {
      // Steps change what is there from the start.
      manifest.wire.link = manifest.wire.link ?? LinkSettings()
      if manifest.network.offersOffload {
        fields.report("a link with faults takes whole frames only", at: "offload")
      }
    }
    return manifest
  }

  /// The top of the document; nil after a problem with YAML itself.
  private func root() -> Node? {
    do {
      if let node = try Yams.compose(yaml: text) { return node }
      collector.problems.append(ManifestProblem(line: 1, column: 1, message: "the file is empty"))
    } catch let error as YamlError {
      collector.problems.append(Self.problem(of: error))
    } catch {
      collector.problems.append(ManifestProblem(line: 1, column: 1, message: "\(error)"))
    }
    return nil
  }

  private func readImage(_ fields: Fields, into manifest: inout Manifest) {
    fields.read("configuration", .oneOf(BuildConfiguration.self), into: &manifest.configuration)
    var tools: [GuestTool] = []
    fields.read("tools", .list(of: .oneOf(GuestTool.self)), into: &tools)
    manifest.tools = Set(tools)
  }

  /// What is wrong with a text that is no YAML.
  static func problem(of error: YamlError) -> ManifestProblem {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      ManifestProblem(
        line: mark.line, column: mark.column,
        // Most often it is a tab, of which the parser does not say so.
        message: problem == "found character that cannot start any token"
          ? "not YAML: no value begins like this; lines are indented with spaces, not tabs"
          : "not YAML: \(problem)")
    case .duplicatedKeysInMapping(let keys, let context):
      ManifestProblem(
        line: context.mark.line, column: context.mark.column,
        message: "the mapping has “\(keys.joined(separator: "”, “"))” more than once")
    default:
      ManifestProblem(line: 1, column: 1, message: "not YAML: \(error)")
    }
  }

  private func readMachine(_ fields: Fields, into manifest: inout Manifest) {
    fields.read("machine", .list(of: .oneOf(MachineKind.self)), into: &manifest.machines)
    if manifest.machines.isEmpty { fields.report("no machine is named", at: "machine") }
    if Set(manifest.machines).count != manifest.machines.count {
      fields.report("a machine is named twice", at: "machine")
    }
    fields.read("boot", .list(of: .medium), into: &manifest.media)
    if fields.has("boot") {
      if !fields.has("machine") { manifest.machines = [.pc] }
      if manifest.machines.contains(.microvm) {
        fields.report("a microvm has no disks", at: "boot")
      }
    }
    fields.read(
      "virtio", .oneOf(MachineConfiguration.VirtioInterface.self), into: &manifest.virtio)
    if manifest.virtio == .transitional, manifest.machines.contains(.microvm) {
      fields.report("microvm has no transitional devices", at: "virtio")
    }
    fields.read("memory", .list(of: .integer(1...65536)), into: &manifest.memorySizes)
    if manifest.memorySizes.isEmpty { fields.report("no size is named", at: "memory") }
    fields.read("processors", .list(of: .integer(1...64)), into: &manifest.processorCounts)
    if manifest.processorCounts.isEmpty { fields.report("no number is named", at: "processors") }
    readAccelerators(fields, into: &manifest)
    fields.read("arguments", .words, into: &manifest.arguments)
    fields.read("qemu", .words, into: &manifest.qemuArguments)
    fields.read("records", .flag, into: &manifest.hasRecordChannel)
  }

  private func readAccelerators(_ fields: Fields, into manifest: inout Manifest) {
    let decoder = NodeDecoder.oneOf(MachineConfiguration.Accelerator.self)
    fields.read("accelerator", .list(of: decoder), into: &manifest.accelerators)
    let named = manifest.accelerators
    if named.isEmpty { fields.report("no accelerator is named", at: "accelerator") }
    if Set(named).count != named.count {
      fields.report("an accelerator is named twice", at: "accelerator")
    }
    if named.count > 1 && named.contains(.auto) {
      fields.report("“auto” stands alone", at: "accelerator")
    }
  }

  private func readReadiness(_ fields: Fields, into manifest: inout Manifest) {
    guard let node = fields.node("ready") else { return }
    if node.scalar?.string == "record" { return }
    let ready = fields.fields("ready", of: "“ready”", known: ["console"])
    guard let line = ready?.require("console", .text) else { return }
    manifest.readiness = .console(line)
  }

  private func readLimits(_ fields: Fields, into manifest: inout Manifest) {
    let known = Phase.allCases.map(\.rawValue)
    guard let limits = fields.fields("limits", of: "“limits”", known: known) else { return }
    for phase in Phase.allCases {
      limits.read(phase.rawValue, .duration, into: &manifest.limits[phase])
    }
  }

  private func readExpectation(_ fields: Fields, into manifest: inout Manifest) {
    guard let node = fields.node("expect") else { return }
    if node.scalar != nil {
      fields.read("expect", .oneOf(VerdictKind.self), into: &manifest.expectation.kind)
      return
    }
    let known = ["verdict", "message", "function", "place", "log", "event"]
    guard let expect = fields.fields("expect", of: "“expect”", known: known) else { return }
    guard let kind = expect.require("verdict", .oneOf(VerdictKind.self)) else { return }
    manifest.expectation = ExpectedVerdict(kind: kind)
    expect.read("message", .text, into: &manifest.expectation.message)
    expect.read("function", .text, into: &manifest.expectation.function)
    expect.read("place", .text, into: &manifest.expectation.place)
    expect.read("log", .text, into: &manifest.expectation.log)
    expect.read("event", .text, into: &manifest.expectation.event)
  }

  private func steps(_ fields: Fields, _ devices: MachineDevices) -> [Step] {
    guard let node = fields.node("steps") else { return [] }
    guard let items = node.sequence else {
      fields.report("“steps” must be a list, found \(node.kindName)", at: "steps")
      return []
    }
    let reader = StepReader(collector: collector)
    let steps = items.compactMap(reader.step)
    if let step = steps.dropLast().first(where: \.endsGuest) {
      fields.report("“\(step.title)” must be the last step", at: "steps")
    }
    DeviceReader(collector: collector).check(steps, against: devices, at: fields)
    return steps
  }

  private func invalid(_ problems: [ManifestProblem]) -> InvalidManifest {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let sorted = problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    return InvalidManifest(path: path, problems: sorted, lines: lines)
  }
}
