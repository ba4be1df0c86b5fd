internal import Machine

/// Executes one case on the calling thread and tells what happens.
public final class Runner {
  let packageRoot: String
  /// The image, if it was made before, or why there is none.
  var image: ImageBuilder.Outcome?
  /// Whether the user has stopped the run.
  var isStopped: () -> Bool = { false }
  /// Takes the folder of a test that has failed, or was recorded.
  var onFailure: (RunFolder) -> Void = { _ in }
  let post: (RunEvent) -> Void
  let options: RunOptions
  /// What counts of instructions are compared with.
  private var baseline = CountBaseline()

  /// Makes a runner.
  ///
  /// - Parameters:
  ///   - packageRoot: Absolute path of the package that builds the images.
  ///   - options: What the command line asks for.
  ///   - post: Takes every event.
  init(packageRoot: String, options: RunOptions, post: @escaping (RunEvent) -> Void) {
    self.packageRoot = packageRoot
    self.options = options
    self.post = post
  }

  /// Makes a runner that tells reporters.
  ///
  /// - Parameters:
  ///   - packageRoot: Absolute path of the package that builds the images.
  ///   - options: What the command line asks for.
  ///   - reporters: Who is told of every event.
  public convenience init(
    packageRoot: String, options: RunOptions, reporters: [any Reporter]
  ) {
    let hub = EventHub(reporters)
    self.init(packageRoot: packageRoot, options: options) { hub.post($0) }
  }

  /// Starts a case's machine and waits until its service is ready.
  ///
  /// - Returns: The session, or why there is none.
  func boot(_ test: TestCase, _ manifest: Manifest) -> Result<TestSession, RunFailure> {
    if let reason = test.unusable ?? test.reasonAgainst(options) {
      return .failure(RunFailure(Verdict(.leftOut, reason)))
    }
    let clients = manifest.clients.map { $0 == RunOptions.usualDebugger ? options.debugger : $0 }
    let missing = ([options.qemu] + clients).filter {
      (try? ProgramSearch.find($0, path: options.clientPath)) == nil
    }
    guard missing.isEmpty else { return .failure(RunFailure(Verdict(missing: missing))) }
    switch image ?? prepareImage(test, manifest) {
    case .failure(let verdict): return .failure(RunFailure(verdict))
    case .image(let path):
      return prepareScenarios(test, manifest).flatMap { programs in
        startMachine(test, manifest, image: path).map { session in
          session.scenarioPrograms = programs
          session.chanceSeed = test.linkSeed
          return session
        }
      }
    }
  }

  private func prepareImage(_ test: TestCase, _ manifest: Manifest) -> ImageBuilder.Outcome {
    builder(manifest).prepare(
      test.service, skipsBuild: options.skipsBuild, limit: manifest.limits.build)
  }

  func prepareScenarios(
    _ test: TestCase, _ manifest: Manifest
  ) -> Result<[String: String], RunFailure> {
    builder(manifest).prepareScenarios(
      manifest.programFolders, of: test.service,
      skipsBuild: options.skipsBuild, limit: manifest.limits.build)
  }

  private func builder(_ manifest: Manifest) -> ImageBuilder {
    var builder = ImageBuilder(
      packageRoot: packageRoot, configuration: manifest.configuration,
      tools: options.tools ?? manifest.tools, notesCoverage: options.collectsCoverage, post: post)
    builder.isStopped = isStopped
    return builder
  }

  private func startMachine(
    _ test: TestCase, _ manifest: Manifest, image: String
  ) -> Result<TestSession, RunFailure> {
    let begin = ContinuousClock.now
    do throws(MachineError) {
      let folder = try RunFolder.create(in: "\(packageRoot)/.swiftlet", test: test.name)
      var configuration = MachineConfiguration(image: image)
      configuration.apply(manifest, of: test)
      configuration.accelerator = test.accelerator
      configuration.prepareForPostMortem(manifest)
      if options.isRecorded { configuration.record() }
      configuration.sharesMemory = options.collectsCoverage
      if manifest.countsInstructions { configuration.countInstructions(options) }
      configuration.program = options.qemu
      configuration.hasSamplerPort = (options.tools ?? manifest.tools).contains(.sampler)
      configuration.startsPaused = !manifest.sidecars.isEmpty
      if let medium = test.medium {
        let builder = MediumBuilder(packageRoot: packageRoot, post: post)
        let failure = builder.make(
          medium, of: test.service, image: image, arguments: configuration.commandLine, in: folder)
        if let failure { return .failure(RunFailure(failure)) }
      }
      let wire = watchedWire(manifest, test, &configuration, in: folder)
      Folder.link(image, at: folder.file(RunFolder.Name.image))
      let machine = try VirtualMachine.start(
        configuration, in: folder, wire: wire?.wire ?? MachineWire())
      offerStub(in: folder, of: test)
      if options.isRecorded { try folder.write(recorded: machine.configuration) }
      try machine.watchInterrupts()
      post(.timing(name: "start QEMU in its network", duration: .now - begin))
      post(
        .machineStarted(
          machine: test.machine.rawValue, accelerator: machine.configuration.accelerator.rawValue,
          runFolder: short(folder.path)))
      let session = TestSession(
        manifest, machine: machine, folder: test.service.path, image: ImageSymbols(path: image),
        trace: TraceText(packageRoot: packageRoot, serviceFolder: test.service.path),
        record: wire?.wire.record, furtherRecords: wire?.wire.furtherRecords ?? [], post: post)
      session.name = test.name
      session.debugger = options.debugger
      session.clientPath = options.clientPath
      session.gate = CountGate(test, manifest, options, baseline: baseline)
      session.isStopped = isStopped
      // Signals from before the machine was there have been heard by others.
      if isStopped() { session.observe(.interrupted) }
      return .success(session)
    } catch {
      return .failure(RunFailure(Self.verdict(onStart: error)))
    }
  }

  /// Runs a case once.
  ///
  /// - Returns: What it came to, which was reported, too.
  func run(_ test: TestCase) -> CaseResult {
    let begin = ContinuousClock.now
    var manifest: Manifest
    switch test.manifest {
    case .success(let read): manifest = read
    case .failure(let error):
      post(.caseStarted(name: test.name, summary: ""))
      return end(test, Verdict(badManifest: error, packageRoot: packageRoot), begin)
    }
    post(.caseStarted(name: test.name, summary: manifest.summary))
    if manifest.countsInstructions {
      do throws(InvalidManifest) {
        baseline = try CountBaseline.read(for: test.service, packageRoot: packageRoot)
      } catch {
        return end(test, Verdict(badManifest: error, packageRoot: packageRoot), begin)
      }
    }
    let booted: Result<TestSession, RunFailure>
    if options.isReference {
      switch manifest.forReference() {
      case .success(let filtered):
        manifest = filtered
        booted = bootReference(test, manifest)
      case .failure(let failure): booted = .failure(failure)
      }
    } else {
      booted = boot(test, manifest)
    }
    switch booted {
    case .failure(let failure):
      return end(test, failure.verdict.judged(against: manifest.expectation), begin)
    case .success(let session):
      return drive(session, test, manifest, begin)
    }
  }

  private func drive(
    _ session: TestSession, _ test: TestCase, _ manifest: Manifest,
    _ begin: ContinuousClock.Instant
  ) -> CaseResult {
    var verdict = session.becomeReady() ?? offerDebugger(session, test) ?? session.run()
    if let fault = session.findMissingEvent() { verdict = fault }
    verdict = session.judgeFrames(session.diagnose(verdict))
    var judged = verdict.judged(against: manifest.expectation)
    // What must never be printed must not be printed either by one that ends as it is expected to.
    if judged.kind == .passed, ![.passed, .failedExpectation].contains(verdict.kind),
      let failure = session.findAbsentLine()
    {
      judged = Verdict(failure.kind, failure.reason, details: verdict.details)
    }
    // Who is stopped wants an end, and no core or machine.
    let isFault = ![.passed, .interrupted].contains(judged.kind)
    if isFault && !session.isReference { session.keepCore() }
    var result = makeResult(test, judged, begin)
    result.steps = session.results
    result.counts = session.counts.isEmpty ? nil : session.counts
    result.runFolder = short(session.machine.folder.path)
    if options.collectsCoverage {
      result.coverage = session.keepCoverage(
        of: test.plainName, in: CoverageReport.folder(packageRoot: packageRoot))
    }
    result.artefacts = session.artefacts().map {
      CaseResult.Artefact(title: $0.title, path: short($0.path))
    }
    post(.caseEnded(result))
    session.finishCore()
    if judged.kind == .passed { session.dropLargeCapture() }
    // A recording of what passed is worth as much as what a failure has left.
    if judged.kind != .passed || options.isRecorded { onFailure(session.machine.folder) }
    if isFault && options.keepsMachine {
      keep(session, test)
    } else {
      session.machine.finishRecording()
      session.machine.terminate()
    }
    return result
  }

  /// Lets debuggers attach where the image has the stub, to QEMU's own, too: they can be compared.
  private func offerDebugger(_ session: TestSession, _ test: TestCase) -> Verdict? {
    guard hasStub(test) else { return nil }
    do throws(MachineError) {
      try session.machine.offerDebugger(
        image: session.image.path, packageRoot: packageRoot, hasStub: true)
      return nil
    } catch {
      return Verdict(.internalError, "\(error)")
    }
  }

  /// Leaves a failed machine running, under the name of its service.
  private func keep(_ session: TestSession, _ test: TestCase) {
    let name = test.service.vmName
    do throws(MachineError) {
      guard session.machine.exit == nil else { return post(.note("the machine has ended")) }
      // What stands still only QEMU's own stub can show.
      let hasStub = !options.pausesMachine && hasStub(test)
      try session.machine.offerDebugger(
        image: session.image.path, packageRoot: packageRoot, hasStub: hasStub)
      if options.pausesMachine { try session.machine.pause() }
      try leaveLink(of: session.machine)
      try session.machine.detach(as: name, in: registry)
      let line = ShellQuoting.line(["gdb", "-x", "\(visibleFolder(of: name))/gdb"])
      post(.note("left as it is, under the name \(name): \(line)"))
    } catch {
      session.machine.terminate()
      post(.note("cannot be left as it is: \(error)"))
    }
  }

  /// Writes the script for the kernel's own stub, if it has one: steps may use it.
  private func offerStub(in folder: RunFolder, of test: TestCase) {
    guard hasStub(test) else { return }
    let script = DebuggerScript(
      image: folder.file(RunFolder.Name.image), packageRoot: packageRoot,
      target: .kernel(folder.file(RunFolder.Name.debugger)))
    Folder.write(script.text, to: folder.file("gdb"))
  }

  /// Whether a case's image has the stub for gdb.
  func hasStub(_ test: TestCase) -> Bool {
    let own = (try? test.manifest.get())?.tools ?? []
    return (options.tools ?? own).contains(.gdb)
  }

  private func end(
    _ test: TestCase, _ verdict: Verdict, _ begin: ContinuousClock.Instant
  ) -> CaseResult {
    let result = makeResult(test, verdict, begin)
    post(.caseEnded(result))
    return result
  }

  private func makeResult(
    _ test: TestCase, _ verdict: Verdict, _ begin: ContinuousClock.Instant
  ) -> CaseResult {
    var result = CaseResult(
      name: test.name, verdict: verdict, duration: .now - begin,
      repeatCommand: test.repeatCommand)
    result.plainName = test.plainName
    result.tags = (try? test.manifest.get())?.tags ?? []
    result.manifestPath = short(test.service.manifestPath)
    return result
  }

  /// A path as the user sees it from the package.
  func short(_ path: String) -> String {
    let root = packageRoot + "/"
    return path.hasPrefix(root) ? String(path.dropFirst(root.count)) : path
  }

  /// Where machines that run without a runner are entered.
  var registry: VMRegistry { VMRegistry(root: "\(packageRoot)/.swiftlet") }

  private static func verdict(onStart error: MachineError) -> Verdict {
    if case .missingProgram(let name) = error { return Verdict(missing: [name]) }
    return Verdict(.qemuFailure, "\(error)")
  }
}

/// Why a test came to its end before it had a guest.
struct RunFailure: Error {
  let verdict: Verdict

  init(_ verdict: Verdict) {
    self.verdict = verdict
  }
}

extension Verdict {
  /// The verdict on a manifest that cannot be used.
  init(badManifest error: InvalidManifest, packageRoot: String) {
    let text = error.description.replacing(packageRoot + "/", with: "")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let count = error.problems.count
    let file = error.path.split(separator: "/").last ?? "test.yaml"
    self.init(
      .badManifest, count == 1 ? "one problem in \(file)" : "\(count) problems in \(file)",
      details: lines)
  }
}

extension MachineConfiguration {
  /// Lets a guest that panics be looked at, unless the manifest has the device for that itself.
  mutating func prepareForPostMortem(_ manifest: Manifest) {
    hasPanicDevice = !manifest.qemuArguments.contains { $0.contains("pvpanic") }
  }

  /// Makes the guest's time a count of instructions, which only the translator can, and keeps away
  /// what comes by chance: the host's questions for the guest's Ethernet address.
  mutating func countInstructions(_ options: RunOptions) {
    guard accelerator != .kvm, !options.isRecorded else { return }
    accelerator = .tcg
    instructionCounting = InstructionCounting(shift: 0, sleeps: true)
    network?.hasPermanentNeighbor = true
  }

  /// Keeps all that reaches the guest, which only the translator can.
  mutating func record() {
    accelerator = .tcg
    recording = .record(to: RunFolder.Name.recording)
  }

  /// Takes over what a manifest, and one of its tests, ask of the machine.
  mutating func apply(_ manifest: Manifest, of test: TestCase) {
    kind = test.machine
    medium = test.medium
    memoryMiB = test.memoryMegabytes
    virtio = manifest.virtio
    processors = test.processorCount
    kernelArguments = manifest.arguments
    extraArguments = manifest.qemuArguments
    devices = manifest.devices
    hasRecordChannel = manifest.hasRecordChannel
    restartsOnReset = manifest.resetCount + manifest.rebootCount > 0
    network = MachineNetwork().with(manifest.network)
    furtherNetworks = manifest.furtherNetworks.enumerated().map { index, settings in
      MachineNetwork(number: index + 1).with(settings)
    }
  }
}

extension MachineNetwork {
  /// The same network with what a manifest says of it.
  func with(_ settings: NetworkSettings) -> MachineNetwork {
    var network = self
    // The manifest's decoder has refused what is no address.
    network.guest = IPv4Address(settings.address) ?? guest
    network.host = IPv4Address(settings.gateway) ?? host
    network.prefixLength = settings.prefixLength
    network.isConfigured = settings.isConfigured
    network.offersOffload = settings.offersOffload
    return network
  }
}
