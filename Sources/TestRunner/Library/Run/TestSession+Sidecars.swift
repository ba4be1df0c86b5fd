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
      settle(end(of: sidecar, id))
    }
  }

  /// Lets the log of a program that prints too much say how much is missing.
  func noteCut(ofSidecar id: ClientProcess.ID) {
    guard let index = sidecars.firstIndex(of: id), let bound = clients[id]?.bound else { return }
    bound.writeNotice(to: machine.folder.file(manifest.sidecars[index].fileName))
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
    var search = TextSearch(ready, by: finds)
    let deadline = ContinuousClock.now + manifest.limits.ready
    patternDeadline = deadline
    let isSettled = {
      search.look(in: self.clients[id]?.output ?? []) || self.clients[id]?.status != nil
    }
    guard !wait(until: deadline, for: isSettled) || !search.isFound else { return }
    if clients[id]?.status != nil { return settle(end(of: sidecar, id)) }
    settle(
      Verdict(.failedExpectation, "\(sidecar.name) is not ready: \(lastWords(of: id))"))
  }

  /// The verdict on a program that has ended too early.
  private func end(of sidecar: Sidecar, _ id: ClientProcess.ID) -> Verdict {
    // The shell's status is that of who keeps the output.
    let text = clients[id]?.text ?? ""
    if let name = ShellComplaint.missingProgram(in: text, isEnded: false) {
      return Verdict(missing: [name])
    }
    return Verdict(.failedExpectation, "\(sidecar.name) ended: \(lastWords(of: id))")
  }

  private func lastWords(of id: ClientProcess.ID) -> String {
    Self.lastLine(clients[id]?.text ?? "")
  }
}
