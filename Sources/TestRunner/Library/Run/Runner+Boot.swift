internal import Machine

extension Runner {
  /// Boots one service and leaves it running.
  ///
  /// - Parameters:
  ///   - test: What to boot; its steps are not taken.
  ///   - name: The name by which other commands find the machine.
  /// - Returns: The exit code, and lines that say how to go on; none after a failure.
  public func leaveRunning(_ test: TestCase, as name: String) -> (code: Int32, lines: [String]) {
    guard case .success(var manifest) = test.manifest else {
      post(.planned(caseCount: 1))
      return (finish(test), [])
    }
    // Only readiness counts here; what would be expected later does not.
    manifest.steps = []
    manifest.expectation = .passed
    var boot = test
    boot.manifest = .success(manifest)
    boot.isLeftRunning = true
    post(.caseStarted(name: test.name, summary: manifest.summary))
    if registry.list().contains(where: { $0.name == name }) {
      let reason = "a machine named \(name) runs already; `testrunner stop \(name)` ends it"
      return (finish(test, Verdict(.badManifest, reason)), [])
    }
    switch self.boot(boot, manifest) {
    case .failure(let failure): return (finish(test, failure.verdict), [])
    case .success(let session):
      if let verdict = session.becomeReady() {
        return (finish(test, session.diagnose(verdict)), [])
      }
      return register(session, test, manifest, name)
    }
  }

  private func register(
    _ session: TestSession, _ test: TestCase, _ manifest: Manifest, _ name: String
  ) -> (code: Int32, lines: [String]) {
    do throws(MachineError) {
      try session.machine.offerDebugger(
        image: session.image.path, packageRoot: packageRoot, hasStub: hasStub(test))
      try session.machine.detach(as: name, in: registry)
    } catch {
      return (finish(test, Verdict(.internalError, "\(error)")), [])
    }
    let address = manifest.network.address
    return (0, Self.hints(name, address, folder: visibleFolder(of: name)))
  }

  /// How to go on with a machine that runs, as lines of which each command can be copied.
  ///
  /// - Parameters:
  ///   - name: The machine.
  ///   - address: The guest's address.
  ///   - folder: Path of the machine's folder.
  /// - Returns: The lines.
  static func hints(_ name: String, _ address: String, folder: String) -> [String] {
    let run = ShellQuoting.line(PackageRoot.command())
    let profiler = ShellQuoting.line(PackageRoot.command("profiler"))
    let word = ShellQuoting.word(name)
    return [
      "\(name) runs at \(address), in a network of its own:",
      "  reach it  \(run) exec \(word) -- ping -c 3 \(address)",
      "            \(run) shell \(word)",
      "  sample it \(profiler) record \(word) --seconds 10 -o flame.svg",
      "  debug it  \(ShellQuoting.line(["gdb", "-x", "\(folder)/gdb"]))",
      "            \(run) debug \(word) --vscode",
      "  read it   \(ShellQuoting.line(["tail", "-f", "\(folder)/console.log"]))",
      "  stop it   \(run) stop \(word)",
    ]
  }

  /// The folder of a machine that runs without a runner, as the user reaches it.
  func visibleFolder(of name: String) -> String {
    PackageRoot.visible(short(registry.folder(of: name)))
  }

  /// Reports a case that is over.
  private func finish(_ test: TestCase, _ verdict: Verdict? = nil) -> Int32 {
    var found = verdict ?? Verdict(.internalError, "no verdict")
    if verdict == nil, case .failure(let error) = test.manifest {
      found = Verdict(badManifest: error, packageRoot: packageRoot)
    }
    let result = CaseResult(
      name: test.name, verdict: found, duration: .zero, repeatCommand: test.repeatCommand)
    post(.caseEnded(result))
    return found.kind.exitCode
  }
}
