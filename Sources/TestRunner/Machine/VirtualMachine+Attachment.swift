internal import Foundation

extension VirtualMachine {
  /// The machine as another program sees it, which may be used by another thread.
  ///
  /// - Parameter name: What it is to be called.
  /// - Returns: The machine; it is not entered anywhere.
  /// - Throws: `monitorClosed` if QEMU has ended.
  public func attachment(as name: String) throws(MachineError) -> AttachedMachine {
    try AttachedMachine(try registration(as: name), in: VMRegistry(root: folder.path))
  }

  /// Lets others find the machine in its run folder, while this process has it: for a shell beside
  /// the guest.
  ///
  /// - Parameter name: The name of the test.
  public func announce(as name: String) {
    // A machine that has ended needs no visitors.
    try? registration(as: name).write()
  }

  /// What the registry would know of the machine.
  ///
  /// - Parameter name: What it is to be called.
  /// - Returns: The entry.
  /// - Throws: `monitorClosed` if QEMU has ended.
  func registration(as name: String) throws(MachineError) -> RegisteredMachine {
    // Once QEMU answers, the sockets are there by which others attach.
    _ = try runState()
    guard let qemu = ProcessIdentity(pid: qemu.pid),
      let holder = ProcessIdentity(pid: namespace.holderPID)
    else { throw .monitorClosed }
    return RegisteredMachine(
      name: name, folder: folder.path, qemu: qemu, holder: holder, namespaces: namespace.flags,
      configuration: configuration, since: Date().timeIntervalSince1970)
  }
}
