internal import Foundation
internal import Glibc

extension VirtualMachine {
  /// Leaves the machine running when this process ends, to be found by its name.
  ///
  /// QEMU goes on writing the logs of the run folder. No more events come.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - registry: Where it is entered.
  /// - Returns: What was entered.
  /// - Throws: `nameTaken`, `monitorClosed` if QEMU has ended, `timedOut` or `refused`.
  @discardableResult
  public func detach(
    as name: String, in registry: VMRegistry
  ) throws(MachineError) -> RegisteredMachine {
    let machine = try registration(as: name)
    try registry.add(machine)
    stopLooking()
    do throws(MachineError) {
      try namespace.detach(until: self.qemu.pidfd)
    } catch {
      registry.remove(name)
      throw error
    }
    letGo()
    return machine
  }

  /// The link that this process carries; nil if frames take the direct way.
  public var carriedLink: LinkCarrier.Settings? { wire.pump?.legacy.settings }

  /// Lets another process carry the frames of a link that this one has carried.
  ///
  /// - Parameter command: The program, which makes a `LinkCarrier`, and its arguments.
  /// - Throws: `missingProgram`, or `refused` if it does not start.
  public func handOverLink(to command: [String]) throws(MachineError) {
    guard let legacy = wire.pump?.legacy else { return }
    settleRecord()
    // From here on frames wait in the link for who carries them.
    wire.pump?.stop(on: loop)
    let null = try Descriptor(path: "/dev/null", flags: O_RDWR)
    _ = try ChildProcess.start(
      command, environment: ProcessInfo.processInfo.environment, folder: folder.path,
      descriptors: [null, null, null, legacy.guest, legacy.host], in: namespace.reference)
  }
}
