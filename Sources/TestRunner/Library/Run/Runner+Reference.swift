internal import Foundation
internal import Frames
internal import Machine

/// Tests against this host's Linux in the guest's place, which prove the tests themselves.
extension Runner {
  /// Starts Linux as a test's guest.
  ///
  /// - Parameters:
  ///   - test: The test.
  ///   - manifest: What is left of its manifest.
  /// - Returns: The session, or why there is none.
  func bootReference(
    _ test: TestCase, _ manifest: Manifest
  ) -> Result<TestSession, RunFailure> {
    guard let reference = manifest.reference else {
      return .failure(RunFailure(Verdict(.internalError, "nothing plays the guest")))
    }
    let missing = (["ip"] + manifest.clients).filter { (try? ProgramSearch.find($0)) == nil }
    guard missing.isEmpty else { return .failure(RunFailure(Verdict(missing: missing))) }
    return prepareScenarios(test, manifest).flatMap { programs in
      startReference(test, manifest, reference).map { session in
        session.scenarioPrograms = programs
        return session
      }
    }
  }

  private func startReference(
    _ test: TestCase, _ manifest: Manifest, _ reference: Sidecar
  ) -> Result<TestSession, RunFailure> {
    let begin = ContinuousClock.now
    do throws(MachineError) {
      let folder = try RunFolder.create(in: "\(packageRoot)/.swiftlet", test: test.name)
      var configuration = MachineConfiguration(image: folder.file("no image"))
      configuration.apply(manifest, of: test)
      configuration.medium = nil
      configuration.accelerator = .tcg
      configuration.startsPaused = !manifest.sidecars.isEmpty
      configuration.program = try write(reference, configuration, test, in: folder)
      guard let wire = watchedWire(manifest, test, &configuration, in: folder) else {
        return .failure(RunFailure(Verdict(.internalError, "there is no link")))
      }
      let machine = try VirtualMachine.start(configuration, in: folder, wire: wire.wire)
      try machine.watchInterrupts()
      post(.timing(name: "start Linux in its network", duration: .now - begin))
      post(.machineStarted(machine: "Linux", accelerator: "none", runFolder: short(folder.path)))
      let session = TestSession(
        manifest, machine: machine, folder: test.service.path,
        image: ImageSymbols(path: configuration.image),
        trace: TraceText(packageRoot: packageRoot, serviceFolder: test.service.path),
        record: wire.wire.record, post: post)
      session.name = test.name
      session.isReference = true
      session.isStopped = isStopped
      if isStopped() { session.observe(.interrupted) }
      return .success(session)
    } catch {
      return .failure(RunFailure(TestSession.verdict(onLaunch: error)))
    }
  }

  /// Writes what the guest is, and a program that is started as QEMU is and plays it.
  private func write(
    _ reference: Sidecar, _ configuration: MachineConfiguration, _ test: TestCase,
    in folder: RunFolder
  ) throws(MachineError) -> String {
    let network = configuration.network ?? MachineNetwork()
    // The program finds the rest of the world as the guest does.
    let settings = StandIn.Settings(
      network: network, command: "ip route add default via \(network.host)\n\(reference.line)",
      ready: reference.ready, folder: test.service.path,
      readyBytes: ReferenceGuest.readyBytes(network))
    let (description, program) = (folder.file("reference.json"), folder.file("reference"))
    let own = Folder.absolute("/proc/self/exe") ?? ""
    let line = ShellQuoting.line([own, "reference-guest", description])
    guard let text = try? JSONEncoder().encode(settings),
      Folder.write(String(decoding: text, as: UTF8.self), to: description),
      Folder.writeProgram("#!/bin/sh\nexec \(line)\n", to: program)
    else { throw .refused(operation: "write", subject: program, errno: EIO) }
    return program
  }
}
