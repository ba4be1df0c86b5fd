internal import Foundation
internal import Glibc

extension VirtualMachine {
  /// Runs a command of QEMU's monitor; events that come meanwhile wait for `nextEvent`.
  ///
  /// Source: QEMU QMP reference manual.
  ///
  /// - Parameters:
  ///   - command: The command's name.
  ///   - arguments: Its arguments.
  ///   - limit: How long to wait for the answer.
  /// - Returns: What QEMU answered.
  /// - Throws: `commandFailed`, `timedOut`, `malformed`, or `monitorClosed` if QEMU has ended.
  @discardableResult
  public func execute(
    _ command: String, _ arguments: [String: JSONValue] = [:], within limit: Duration = .seconds(5)
  ) throws(MachineError) -> JSONValue {
    try monitor.execute(command, arguments, on: loop, within: limit)
  }

  /// Stops all processors where they are.
  public func pause() throws(MachineError) {
    try execute("stop")
  }

  /// Lets the processors run.
  public func resume() throws(MachineError) {
    try execute("cont")
  }

  /// Asks QEMU to end as it would by itself; the end is an event.
  public func quit() throws(MachineError) {
    try execute("quit")
  }

  /// Plugs or unplugs the cable of the guest's network card.
  ///
  /// - Parameter isUp: Whether the link carries frames.
  /// - Throws: As `execute`; `commandFailed` if the machine has no network.
  public func setLink(isUp: Bool) throws(MachineError) {
    try execute("set_link", ["name": .string(QEMUCommandLine.linkName), "up": .bool(isUp)])
  }

  /// Asks whether the processors run.
  ///
  /// - Returns: QEMU's word for it, for example running, paused, shutdown, guest-panicked.
  /// - Throws: As `execute`.
  public func runState() throws(MachineError) -> String {
    let answer = try execute("query-status")
    guard let state = answer["status"]?.string else {
      throw .malformed(source: "query-status", text: answer.text)
    }
    return state
  }

  /// Reads where every processor is.
  ///
  /// Under `tcg` a running processor shows a place it passed recently; `pause` first for exactness.
  ///
  /// - Returns: The processors in order.
  /// - Throws: As `execute`; `malformed` if the answer names no processor.
  public func processors() throws(MachineError) -> [ProcessorState] {
    let answer = try execute(
      "human-monitor-command", ["command-line": .string("info registers -a")])
    let states = ProcessorState.parse(answer.string ?? "")
    guard !states.isEmpty else { throw .malformed(source: "info registers", text: answer.text) }
    return states
  }

  /// Asks how many instructions the guest has executed, firmware included.
  ///
  /// Exact while the processor halts; only with `instructionCounting`.
  ///
  /// - Returns: The count since the machine was made.
  /// - Throws: As `execute`; `malformed` if the answer holds no count.
  public func executedInstructionCount() throws(MachineError) -> Int {
    let answer = try execute("query-replay")
    guard let count = answer["icount"]?.integer else {
      throw .malformed(source: "query-replay", text: answer.text)
    }
    return count
  }

  /// Reads memory of the guest, without its help.
  ///
  /// - Parameters:
  ///   - address: Physical address of the first byte.
  ///   - count: How many bytes.
  /// - Returns: The bytes.
  /// - Throws: As `execute`; `noMemory` if no machine has memory at the address.
  public func readPhysicalMemory(at address: UInt64, count: Int) throws(MachineError) -> [UInt8] {
    let name = "memory.bin"
    let path = folder.file(name)
    let request = try MemoryRequest(at: address, count: count, into: name)
    try execute(MemoryRequest.command, request.arguments)
    defer { unlink(path) }
    guard let data = FileManager.default.contents(atPath: path), data.count == count else {
      throw .refusal("read", path)
    }
    return Array(data)
  }

  /// Writes memory and registers as an ELF core that a debugger opens.
  ///
  /// - Returns: The path, `core.elf` of the run folder.
  /// - Throws: As `execute`.
  @discardableResult
  public func dumpMemory() throws(MachineError) -> String {
    let target = JSONValue.string("file:\(RunFolder.Name.core)")
    try execute(
      "dump-guest-memory", ["paging": .bool(false), "protocol": target], within: .seconds(30))
    return folder.file(RunFolder.Name.core)
  }
}
