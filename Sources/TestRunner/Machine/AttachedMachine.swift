internal import CLaunch
internal import Foundation
internal import Glibc

/// A running machine that another process started and detached.
public struct AttachedMachine {
  /// What the registry knows of it.
  public let registration: RegisteredMachine
  private let registry: VMRegistry
  private let qemu: Descriptor
  private let holder: Descriptor

  /// Finds a machine and takes hold of its processes.
  ///
  /// - Parameters:
  ///   - name: Its name, nil for the only one that runs.
  ///   - registry: Where it is entered.
  /// - Throws: `noMachine` if it does not run.
  public init(_ name: String?, in registry: VMRegistry) throws(MachineError) {
    try self.init(try registry.find(name), in: registry)
  }

  /// Takes hold of a machine's processes.
  ///
  /// - Parameters:
  ///   - registration: The machine.
  ///   - registry: Where it is entered, if it is.
  /// - Throws: `noMachine` if it does not run.
  init(_ registration: RegisteredMachine, in registry: VMRegistry) throws(MachineError) {
    self.registration = registration
    self.registry = registry
    guard let qemu = registration.qemu.open(), let holder = registration.holder.open() else {
      throw .noMachine(registration.name)
    }
    self.qemu = qemu
    self.holder = holder
  }

  /// Runs a program in the machine's network, on this process's terminal, and waits for its end.
  ///
  /// Ctrl-C reaches the program only.
  ///
  /// - Parameters:
  ///   - command: The program, searched in `PATH`, and its arguments.
  ///   - environment: Variables added to those of this process.
  /// - Returns: How the program ended.
  /// - Throws: `missingProgram`, or `refused` if it does not start.
  public func run(
    _ command: [String], environment: [String: String] = [:]
  ) throws(MachineError) -> ProcessStatus {
    let before = [SIGINT, SIGQUIT].map { ($0, signal($0, SIG_IGN)) }
    defer { for (number, handler) in before { signal(number, handler) } }
    let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let own = [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO].map { Descriptor(dup($0)) }
    let child = try ChildProcess.start(
      command, environment: variables, descriptors: own,
      in: NamespaceReference(holder: holder, flags: registration.namespaces), foreground: true)
    guard let status = child.reap(waiting: true) else { throw .refusal("wait for", command[0]) }
    return status
  }

  /// Runs a command of QEMU's monitor, in a conversation of its own.
  ///
  /// Source: QEMU QMP reference manual.
  ///
  /// - Parameters:
  ///   - command: The command's name.
  ///   - arguments: Its arguments.
  ///   - limit: How long to wait for the answer; QEMU speaks with one program at a time.
  /// - Returns: What QEMU answered.
  /// - Throws: `refused` if QEMU does not listen, or as `VirtualMachine.execute`.
  @discardableResult
  public func execute(
    _ command: String, _ arguments: [String: JSONValue] = [:], within limit: Duration = .seconds(5)
  ) throws(MachineError) -> JSONValue {
    let socket = try RunFolder(path: registration.folder).connect(to: RunFolder.Name.monitor)
    let monitor = QMPConnection(socket, log: nil)
    let loop = EventLoop()
    _ = loop.watch(socket) { monitor.receive() }
    _ = monitor.send("qmp_capabilities")
    return try monitor.execute(command, arguments, on: loop, within: limit)
  }

  /// Reads memory of the guest, without its help.
  ///
  /// - Parameters:
  ///   - address: Physical address of the first byte.
  ///   - count: How many bytes.
  /// - Returns: The bytes.
  /// - Throws: As `execute`; `noMemory` if no machine has memory at the address.
  public func readPhysicalMemory(at address: UInt64, count: Int) throws(MachineError) -> [UInt8] {
    // A name of its own, as several programs may look into the machine at the same time.
    let name = "memory-\(getpid()).bin"
    let path = RunFolder(path: registration.folder).file(name)
    let request = try MemoryRequest(at: address, count: count, into: name)
    try execute(MemoryRequest.command, request.arguments)
    defer { unlink(path) }
    guard let data = FileManager.default.contents(atPath: path), data.count == count else {
      throw .refusal("read", path)
    }
    return Array(data)
  }

  /// Reads several places of the guest's memory one after the other, in one conversation.
  ///
  /// - Parameter places: Physical address and number of bytes of each.
  /// - Returns: The bytes of each.
  /// - Throws: As `readPhysicalMemory(at:count:)`.
  public func readPhysicalMemory(
    _ places: [(address: UInt64, count: Int)]
  ) throws(MachineError) -> [[UInt8]] {
    let folder = RunFolder(path: registration.folder)
    let socket = try folder.connect(to: RunFolder.Name.monitor)
    let monitor = QMPConnection(socket, log: nil)
    let loop = EventLoop()
    _ = loop.watch(socket) { monitor.receive() }
    _ = monitor.send("qmp_capabilities")
    var contents: [[UInt8]] = []
    for place in places {
      let name = "memory-\(getpid()).bin"
      let request = try MemoryRequest(at: place.address, count: place.count, into: name)
      let path = folder.file(name)
      defer { unlink(path) }
      _ = try monitor.execute(
        MemoryRequest.command, request.arguments, on: loop, within: .seconds(5))
      guard let data = FileManager.default.contents(atPath: path), data.count == place.count else {
        throw .refusal("read", path)
      }
      contents.append(Array(data))
    }
    return contents
  }

  /// Writes memory and registers as an ELF core; the machine stands still meanwhile.
  ///
  /// - Returns: The path, `core.elf` of the run folder.
  /// - Throws: As `execute`.
  @discardableResult
  public func dumpMemory() throws(MachineError) -> String {
    let target = JSONValue.string("file:\(RunFolder.Name.core)")
    try execute(
      "dump-guest-memory", ["paging": .bool(false), "protocol": target], within: .seconds(30))
    return RunFolder(path: registration.folder).file(RunFolder.Name.core)
  }

  /// Opens the way to the guest's sampler.
  ///
  /// - Returns: Where commands go.
  /// - Throws: `refused` if the machine has no port for that.
  public func openSamplerPort() throws(MachineError) -> SamplerPort {
    SamplerPort(try RunFolder(path: registration.folder).connect(to: RunFolder.Name.sampler))
  }

  /// Waits for the machine's end.
  ///
  /// - Parameter deadline: How long to wait.
  /// - Returns: Whether it has ended.
  /// - Throws: `refused` if waiting is impossible.
  public func ends(by deadline: ContinuousClock.Instant) throws(MachineError) -> Bool {
    let loop = EventLoop()
    _ = loop.watch(qemu) {}
    return try loop.run(until: deadline)
  }

  /// Ends the machine and every process beside it, and waits until QEMU is gone.
  ///
  /// - Parameter limit: How long to wait.
  /// - Throws: `timedOut` if QEMU still runs then, `refused` if the kernel forbids it.
  public func stop(within limit: Duration = .seconds(5)) throws(MachineError) {
    // QEMU still holds a part of a recording.
    if case .record = registration.configuration.recording {
      _ = try? execute("quit")
      _ = try ends(by: .now + limit)
    }
    guard launch_signal(holder.number, SIGKILL) == 0 || errno == ESRCH else {
      throw .refusal("stop", registration.name)
    }
    guard try ends(qemu, within: limit) else { throw .timedOut("stopping \(registration.name)") }
    // QEMU may be a child of this very process; otherwise this does nothing.
    launch_reap(qemu.number)
    // The holder goes once the system has collected all ended processes, which may take its time.
    _ = try ends(holder, within: .milliseconds(200))
    registry.remove(registration.name)
  }

  private func ends(_ process: Descriptor, within limit: Duration) throws(MachineError) -> Bool {
    let loop = EventLoop()
    _ = loop.watch(process) {}
    return try loop.run(until: .now + limit)
  }
}
