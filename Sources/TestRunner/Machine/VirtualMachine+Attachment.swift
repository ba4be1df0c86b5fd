internal import Foundation

extension VirtualMachine {
  /// The machine as another program sees it, which may be used by another thread.
  ///
  /// - Parameter name: What it is to be called.
  /// - Returns: The machine; it is not entered anywhere.
  /// - Throws: `monitorClosed` if QEMU has ended.
  public func attachment(as name: String) throws(MachineError) -> AttachedMachine {
    // Once QEMU answers, the sockets are there by which others attach.
    _ = try runState()
    guard let qemu = ProcessIdentity(pid: qemu.pid),
      let holder = ProcessIdentity(pid: namespace.holderPID)
    else { throw .monitorClosed }
    let machine = RegisteredMachine(
      name: name, folder: folder.path, qemu: qemu, holder: holder, namespaces: namespace.flags,
      configuration: configuration, since: Date().timeIntervalSince1970)
    return try AttachedMachine(machine, in: VMRegistry(root: folder.path))
  }
}
