internal import Machine

/// Programs that run beside the guest for as long as the test lasts.
extension TestSession {
  /// Starts the programs that the manifest names, one after the other, and lets the guest begin
  /// once all are ready.
  ///
  /// - Returns: The verdict if one of them does not start.
  func startSidecars() -> Verdict? {
    guard !manifest.sidecars.isEmpty else { return nil }
    for sidecar in manifest.sidecars where verdict == nil { start(sidecar) }
    guard verdict == nil else { return verdict }
    do throws(MachineError) {
      try machine.resume()
      bootTime = .now
    } catch {
      fail(error)
    }
    return verdict
  }

  /// Tells the judge of programs that have ended though they should run to the end.
  func checkSidecars() {
    for (sidecar, id) in zip(manifest.sidecars, sidecars) where clients[id]?.status != nil {
      settle(Verdict(.failedExpectation, "\(sidecar.name) ended: \(lastWords(of: id))"))
    }
  }

  private func start(_ sidecar: Sidecar) {
    begin("starting \(sidecar.name)")
    let id: ClientProcess.ID
    do throws(MachineError) {
      let program = sidecar.folder.flatMap { scenarioPrograms[$0] }
      let command = ["sh", "-c", sidecar.shellLine(program: program)]
      id = try machine.launch(command, environment: clientEnvironment, folder: folder).id
    } catch {
      return settle(Self.verdict(onLaunch: error))
    }
    clients[id] = ClientOutput()
    sidecars.append(id)
    guard let ready = sidecar.ready else { return }
    let isReady = { Self.matches(self.clients[id]?.text ?? "", ready) }
    let deadline = ContinuousClock.now + manifest.limits.ready
    let isSettled = { isReady() || self.clients[id]?.status != nil }
    guard !wait(until: deadline, for: isSettled) || !isReady() else { return }
    let end = clients[id]?.status == nil ? "is not ready" : "ended"
    settle(Verdict(.failedExpectation, "\(sidecar.name) \(end): \(lastWords(of: id))"))
  }

  private func lastWords(of id: ClientProcess.ID) -> String {
    Self.lastLine(clients[id]?.text ?? "")
  }
}
