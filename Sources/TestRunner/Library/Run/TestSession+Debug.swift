internal import Glibc
internal import Machine

/// Steps in which gdb looks at the guest.
extension TestSession {
  /// How gdb takes a step; nil with a verdict.
  func plan(_ step: DebugStep) -> ClientPlan? {
    let stub = step.stub
    guard let connection = connection(of: stub) else {
      if verdict != nil { return nil }
      return ClientPlan([[String]]()) { (_: [ClientOutput]) in
        .failed("the image has no stub for gdb: the manifest must say tools: [gdb]")
      }
    }
    debugCount += 1
    let name = "debug-\(debugCount)"
    var words = [debugger, "-nx", "-q", "-batch"]
    for (index, script) in step.scripts(connection: connection).enumerated() {
      let path = machine.folder.file(index == 0 ? "\(name).gdb" : "\(name)-\(index).gdb")
      guard Folder.write(script, to: path) else {
        settle(Verdict(.internalError, "cannot write \(path)"))
        return nil
      }
      words += ["-x", path]
    }
    // What gdb says and what it complains of belong together, in their order.
    return ClientPlan(["sh", "-c", "exec \"$@\" 2>&1", "sh"] + words) { client in
      self.judge(step, client, transcript: "\(name).txt")
    }
  }

  /// The file that connects gdb with the guest; nil with a verdict, or if the image has no stub.
  private func connection(of stub: DebugStep.Stub) -> String? {
    let path = machine.folder.file(stub == .kernel ? "gdb" : "gdb-qemu")
    if Folder.exists(path) { return path }
    guard stub == .qemu else { return nil }
    do throws(MachineError) {
      let hasStub = Folder.exists(machine.folder.file("gdb"))
      try machine.offerDebugger(
        image: image.path, packageRoot: trace.packageRoot, hasStub: hasStub)
      return path
    } catch {
      noteMonitorFailure(error)
      return nil
    }
  }

  private func judge(
    _ step: DebugStep, _ client: ClientOutput, transcript: String
  ) -> StepOutcome {
    Folder.write(client.text, to: machine.folder.file(transcript))
    let said = client.text.split(separator: "\n").suffix(20).map { line in
      "\n" + ConsoleText.visible(String(line.prefix(500)))
    }
    let words = said.joined() + "\nall of it: \(transcript) of the run folder"
    guard let status = client.status else {
      return .failed("gdb did not end within the limit\(words)")
    }
    var problems = step.mismatches(client.text, by: finds)
    if case .signalled = status {
      problems.insert("gdb: \(status)", at: 0)
    } else if !step.goesOnAfterErrors, !status.isSuccess {
      problems.insert("gdb ended at an error, with \(status)", at: 0)
    }
    return problems.isEmpty
      ? .passed("") : .failed(problems.joined(separator: "\n") + words)
  }

  /// Has the guest go on as if no debugger had been there, whatever the last one has left.
  ///
  /// - Parameter stub: To whom that one spoke.
  /// - Returns: Why the guest does not go on; nil if it does, or is no more.
  func release(from stub: DebugStep.Stub) -> String? {
    let isThere = Folder.exists(machine.folder.file(stub == .kernel ? "gdb" : "gdb-qemu"))
    guard isThere, verdict == nil, machine.exit == nil else { return nil }
    let deadline = ContinuousClock.now + manifest.limits.step
    do throws(MachineError) {
      let name = stub == .kernel ? RunFolder.Name.debugger : "qemu-gdb.sock"
      let socket = try machine.folder.connect(to: name)
      let problem = askForRelease(socket, until: deadline)
      // A machine that QEMU's stub has stopped is one that QEMU lets go.
      if verdict == nil, stub == .qemu, try machine.runState() != "running" {
        try machine.resume()
      }
      return problem
    } catch {
      // A machine that ends just now is no fault of gdb's.
      _ = wait(until: .now + .seconds(1)) { self.machine.exit != nil }
      return verdict == nil && machine.exit == nil ? "\(error)" : nil
    }
  }

  private func askForRelease(
    _ socket: Descriptor, until deadline: ContinuousClock.Instant
  ) -> String? {
    var conversation = DebuggerRelease()
    var progress = DebuggerRelease.Progress.refused
    while verdict == nil, ContinuousClock.now < deadline {
      if progress == .refused, sendAll(DebuggerRelease.request, to: socket, until: deadline) != nil
      {
        break
      }
      progress = .waiting
      // Who does not answer may have taken the request for the end of something else.
      let limit = min(deadline, .now + .seconds(2))
      guard case .bytes(let bytes) = receive(socket, until: limit) else {
        progress = .refused
        continue
      }
      if bytes.isEmpty { return machine.exit == nil ? "the stub has hung up" : nil }
      progress = conversation.take(bytes)
      if progress == .done { return nil }
    }
    return verdict == nil ? "the stub does not answer" : nil
  }
}
