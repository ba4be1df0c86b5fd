internal import Glibc

/// A machine that runs under QEMU, with its network, its run folder and processes beside it.
///
/// Everything happens on the thread that calls `nextEvent`. The machine and all processes end with
/// this object, and with the process that made it, however that ends; `detach` lets it live on.
public final class VirtualMachine {
  /// What the machine is, with the accelerator that was chosen.
  public let configuration: MachineConfiguration
  /// Where its files are.
  public let folder: RunFolder
  /// The namespaces in which QEMU and all clients run.
  public let namespace: NetworkNamespace
  /// The guest's memory, nil unless it is shared.
  public let memory: GuestMemoryFile?
  /// When QEMU was started.
  public let startTime: ContinuousClock.Instant
  /// How QEMU ended, nil while it runs.
  public private(set) var exit: QEMUExit?
  /// Why the machine stopped first, in QEMU's words; nil if it did not.
  private(set) var shutdown: String?
  let loop = EventLoop()
  let qemu: ChildProcess
  let monitor: QMPConnection
  private(set) var wire: WireParts
  var clients: [ClientProcess] = []
  var watches: [DescriptorWatch: EventLoop.Watch] = [:]
  var idCount = 0
  private var queue = EventQueue()
  private var streams: [ByteSource] = []
  private var qemuWatch: EventLoop.Watch?
  private var interrupts: InterruptSource?
  private var isDetached = false

  /// Starts a machine.
  ///
  /// - Parameters:
  ///   - configuration: What the machine is.
  ///   - folder: The folder of this run.
  ///   - namespace: Namespaces without a link, if they were made before.
  ///   - wire: What this process has to do with the frames.
  /// - Returns: The machine; that QEMU refuses its arguments is an event of it.
  /// - Throws: `missingProgram`, `noNamespace`, `noTAP` or `refused`.
  public static func start(
    _ configuration: MachineConfiguration, in folder: RunFolder,
    namespace: NetworkNamespace? = nil, wire: MachineWire = MachineWire()
  ) throws(MachineError) -> VirtualMachine {
    var chosen = configuration
    chosen.network?.isDetoured = wire.link != nil
    if chosen.accelerator == .auto { chosen.accelerator = AcceleratorProbe.choose(configuration) }
    let place = if let namespace { namespace } else { try NetworkNamespace() }
    return try VirtualMachine(chosen, folder, place, wire)
  }

  private init(
    _ configuration: MachineConfiguration, _ folder: RunFolder, _ namespace: NetworkNamespace,
    _ frames: MachineWire
  ) throws(MachineError) {
    self.configuration = configuration
    self.folder = folder
    self.namespace = namespace
    let console = try Descriptor.socketPair()
    // A port that finds no room drops what the guest says, which prints faster than this reads.
    console.other.widen()
    let records = try Descriptor.socketPair()
    let monitor = try Descriptor.socketPair()
    var wire = try WireParts(configuration, namespace, frames)
    memory =
      configuration.sharesMemory
      ? try GuestMemoryFile(in: folder, byteCount: configuration.memoryMiB << 20) : nil
    startTime = .now
    qemu = try QEMUProcess.start(
      configuration, in: folder, namespace: namespace,
      channels: [console.other, records.other, monitor.other] + wire.qemuEnds
        + (memory.map { [$0.descriptor] } ?? []))
    // The end of the link is QEMU's alone now, so that its own end is noticed.
    wire.qemuEnds = []
    let log: Descriptor
    do throws(MachineError) {
      log = try Descriptor(
        path: folder.file(RunFolder.Name.conversation), flags: O_WRONLY | O_CREAT | O_TRUNC)
      // QEMU loads meanwhile; the guest does not run before it is told to, below.
      try wire.listen(configuration, in: namespace)
    } catch {
      qemu.send(SIGKILL)
      qemu.reap(waiting: true)
      throw error
    }
    self.wire = wire
    self.monitor = QMPConnection(monitor.own, log: log)
    listen(console: console.own, records: records.own, monitor: monitor.own)
  }

  deinit { terminate() }

  /// Waits for the next event.
  ///
  /// - Parameter deadline: When to give up, nil for never; a past one takes what is there.
  /// - Returns: The event, nil if none came before the deadline.
  /// - Throws: `refused` if the kernel does not wait.
  public func nextEvent(
    until deadline: ContinuousClock.Instant?
  ) throws(MachineError) -> MachineEvent? {
    while queue.isEmpty {
      guard try loop.run(until: deadline) else { return nil }
    }
    return queue.takeFirst()
  }

  /// Makes interrupts from the terminal, and requests to end, events of this machine.
  ///
  /// - Throws: `refused` if there is no pipe.
  public func watchInterrupts() throws(MachineError) {
    hear(try InterruptSource())
  }

  /// Makes signals events of this machine.
  func hear(_ source: InterruptSource) {
    interrupts = source
    _ = loop.watch(source.descriptor) { [unowned self] in
      for signal in source.descriptor.readAvailable() ?? [] { post(.interrupted(Int32(signal))) }
    }
  }

  /// Ends QEMU and every process beside it, and waits until all are gone.
  ///
  /// There is nothing to save: QEMU's logs and the capture are on disk as soon as they are written.
  /// The kernel removes the interface and the namespaces by itself within some 20 ms, even if this
  /// process ends before.
  public func terminate() {
    guard !isDetached else { return }
    qemu.send(SIGKILL)
    for client in clients { client.kill() }
    // The holder comes last: it ends only when its namespace is empty, and as long as it has the
    // TAP open, QEMU ends without waiting for the interface to be removed.
    if qemu.status == nil { finish() }
    for client in clients { client.child.reap(waiting: true) }
    namespace.endSoon()
  }

  /// Adds an event to those that wait, if there is room.
  func post(_ kind: MachineEvent.Kind) {
    queue.append(MachineEvent(time: .now, kind: kind))
  }

  /// Leaves everything running when this object goes.
  func letGo() {
    isDetached = true
  }

  /// Looks no more at frames that pass: who runs on without this process has nobody to read them.
  func stopLooking() {
    wire.stop(on: loop)
  }

  private func listen(console: Descriptor, records: Descriptor, monitor socket: Descriptor) {
    monitor.onEvent = { [unowned self] event in
      if event.name == "SHUTDOWN" { shutdown = shutdown ?? event.data["reason"]?.string }
      post(.monitor(event))
    }
    // QEMU finds these commands when it starts, so that no event can come before it is wanted.
    _ = monitor.send("qmp_capabilities")
    if !configuration.startsPaused { _ = monitor.send("cont") }
    streams = [
      ByteSource(console, loop) { [unowned self] in post(.console($0)) },
      ByteSource(records, loop) { [unowned self] in post(.records($0)) },
    ]
    var watch: EventLoop.Watch?
    watch = loop.watch(socket) { [unowned self] in
      monitor.receive()
      if monitor.isClosed, let watch { loop.remove(watch) }
    }
    wire.start(on: loop)
    qemuWatch = loop.watch(qemu.pidfd) { [unowned self] in finish() }
  }

  /// Takes what is left in the channels of an ended QEMU, then reports its end.
  private func finish() {
    if let qemuWatch { loop.remove(qemuWatch) }
    guard exit == nil, let status = qemu.reap(waiting: true) else { return }
    for stream in streams { stream.drain() }
    while monitor.receive() {}
    settleRecord()
    let end = QEMUExit(status: status, standardError: QEMUProcess.standardError(folder))
    exit = end
    post(.exited(end))
  }
}
