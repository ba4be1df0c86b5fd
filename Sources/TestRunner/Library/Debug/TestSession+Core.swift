internal import Machine

/// Keeping the state of a guest that failed.
extension TestSession {
  /// Writes memory and registers as a core, once, if the guest is still there.
  func keepCore() {
    let folder = machine.folder
    guard machine.exit == nil, !Folder.exists(folder.file(RunFolder.Name.core)),
      machine.configuration.memoryMiB <= CoreFile.memoryLimitMiB
    else { return }
    let begin = ContinuousClock.now
    do throws(MachineError) {
      try machine.dumpMemory()
    } catch {
      return post(.note("there is no core: \(error)"))
    }
    hasRawCore = true
    post(.timing(name: "keep a core", duration: .now - begin))
  }

  /// Makes the core small and writes how it is opened, for which nobody who wants the trace waits.
  func finishCore() {
    guard hasRawCore else { return }
    hasRawCore = false
    let begin = ContinuousClock.now
    CoreFile.finish(in: machine.folder, image: image.path, packageRoot: trace.packageRoot)
    post(.timing(name: "make the core small", duration: .now - begin))
  }

  /// Lets a guest go that QEMU stopped at its panic, so that it says more and ends by itself; first
  /// keeps its state unless it is meant to panic.
  ///
  /// One that does not end then has panicked all the same.
  func passPanic() {
    if manifest.expectation == .passed { keepCore() }
    try? machine.resume()
    let deadline = ContinuousClock.now + .seconds(1)
    var patience = Patience()
    while machine.exit == nil, let event = machine.nextEvent(until: deadline, &patience) {
      handle(event)
    }
    if machine.exit == nil { observe(.shutdown(.panicDevice)) }
  }
}
