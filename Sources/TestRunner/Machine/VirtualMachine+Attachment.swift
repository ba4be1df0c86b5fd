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

  /// Prepares what lets others find the machine in its run folder, while this process has it: for a
  /// shell beside the guest.
  ///
  /// - Parameter name: The name of the test.
  /// - Returns: Writes it, which is quick; call it once the guest was heard, as QEMU then has the
  ///   sockets by which others attach.
  public func announcement(as name: String) -> () -> Void {
    let entry = entry(as: name)
    // A machine that has ended needs no visitors.
    guard let entry, let text = try? entry.encoded() else { return {} }
    return { [unowned self] in if exit == nil { try? entry.write(text) } }
  }

  /// What the registry would know of the machine.
  ///
  /// - Parameter name: What it is to be called.
  /// - Returns: The entry.
  /// - Throws: `monitorClosed` if QEMU has ended.
  func registration(as name: String) throws(MachineError) -> RegisteredMachine {
    // Once QEMU answers, the sockets are there by which others attach.
    _ = try runState()
    guard let entry = entry(as: name) else { throw .monitorClosed }
    return entry
  }

  /// The entry of a machine whose processes are there; nil if they are not.
  private func entry(as name: String) -> RegisteredMachine? {
    guard let qemu = ProcessIdentity(pid: qemu.pid),
      let holder = ProcessIdentity(pid: namespace.holderPID)
    else { return nil }
    return RegisteredMachine(
      name: name, folder: folder.path, qemu: qemu, holder: holder, namespaces: namespace.flags,
      configuration: configuration, since: Date().timeIntervalSince1970)
  }
}
