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
}
