public import Machine

/// A recorded run, repeated.
public struct Replay {
  /// What came of it.
  public struct Outcome: Equatable, Sendable {
    /// Exit code of the command.
    public var code: Int32
    /// A line for people; nil if there is nothing to say.
    public var message: String?
  }

  private let original: RunFolder
  private let folder: RunFolder
  private let packageRoot: String
  private let machine: VirtualMachine

  /// Starts the machine, which waits before its first instruction.
  ///
  /// - Parameters:
  ///   - original: Folder of the recorded run.
  ///   - packageRoot: Absolute path of the package.
  /// - Throws: `refused` if nothing is recorded there, or as `VirtualMachine.start`.
  public init(of original: RunFolder, packageRoot: String) throws(MachineError) {
    guard let configuration = original.replayingMachine() else {
      throw .noRecording(original.path)
    }
    self.original = original
    self.packageRoot = packageRoot
    // The latest run stays the one that may be repeated once more.
    folder = try RunFolder.create(
      in: "\(packageRoot)/.swiftlet", test: "replay", isLatest: false)
    try Self.makeSnapshots(in: folder)
    Folder.link(configuration.image, at: folder.file(RunFolder.Name.image))
    machine = try VirtualMachine.start(configuration, in: folder)
  }

  /// Runs it to its end, and compares what it wrote, and how it ended, with what was recorded.
  ///
  /// - Parameter limit: How long it may take.
  /// - Returns: Code 0 if all of it is the same.
  /// - Throws: As `VirtualMachine.nextEvent`.
  public func compare(within limit: Duration) throws(MachineError) -> Outcome {
    try machine.resume()
    let deadline = ContinuousClock.now + limit
    let wanted = Folder.byteCount(of: original.file(RunFolder.Name.console))
    var seenCount = 0
    var hasPanicked = false
    // One that writes more is another run already, and might not end.
    while machine.ending == nil, seenCount <= wanted, ContinuousClock.now < deadline,
      let event = try machine.nextEvent(until: deadline)
    {
      switch event.kind {
      case .console(let bytes): seenCount += bytes.count
      case .monitor(let event) where event.name == "GUEST_PANICKED": hasPanicked = true
      case .monitor(let event) where event.name == "STOP" && hasPanicked:
        // QEMU stops a guest that panics; who recorded it let it go on when the core was written.
        hasPanicked = false
        try machine.resume()
      default: break
      }
    }
    let end = machine.ending
    machine.terminate()
    return ReplayComparison(original: original, replay: folder, end: end).outcome
  }

  /// Opens gdb on it, and ends it afterwards.
  ///
  /// - Parameter arguments: Further arguments of gdb.
  /// - Returns: gdb's exit code.
  /// - Throws: `missingProgram` if there is no gdb, or as `VirtualMachine.execute`.
  public func debug(_ arguments: [String]) throws(MachineError) -> Outcome {
    let image = machine.configuration.image
    try machine.offerDebugger(image: image, packageRoot: packageRoot, hasStub: false)
    let registry = VMRegistry(root: "\(packageRoot)/.swiftlet")
    let name = "replay-\(folder.path.split(separator: "/").last ?? "")"
    // Taken hold of before, as nobody else ends a machine that is detached.
    let attached = try machine.attachment(as: name)
    try machine.detach(as: name, in: registry)
    defer { registry.remove(name) }
    let words = ["gdb", "-q", "-nx", "-x", folder.file("gdb")] + arguments
    let status: ProcessStatus
    do throws(MachineError) {
      status = try attached.run(words)
    } catch {
      try? attached.stop()
      throw error
    }
    try attached.stop()
    switch status {
    case .exited(let code): return Outcome(code: code, message: nil)
    case .signalled(let signal): return Outcome(code: 128 + signal, message: nil)
    }
  }

  /// Makes the disk that keeps snapshots; the guest does not see it.
  private static func makeSnapshots(in folder: RunFolder) throws(MachineError) {
    var command = HostCommand([
      "qemu-img", "create", "-q", "-f", "qcow2", folder.file(RunFolder.Name.snapshots), "256M",
    ])
    command.folder = folder.path
    let ending = try command.run(limit: .seconds(10), tick: { _ in }, take: { _ in })
    guard case .ended(let status) = ending, status.isSuccess else {
      throw .refused(
        operation: "make", subject: folder.file(RunFolder.Name.snapshots), errno: 5)
    }
  }
}
