internal import Machine

extension VirtualMachine {
  /// Lets debuggers attach: writes scripts for the kernel's own stub, and for QEMU's.
  ///
  /// - Parameters:
  ///   - image: Path of the image.
  ///   - hasStub: Whether the image has a stub of its own.
  /// - Throws: `monitorClosed`, `commandFailed` or `timedOut` if QEMU does not listen.
  func offerDebugger(image: String, hasStub: Bool) throws(MachineError) {
    let place = "unix:qemu-gdb.sock,server=on,wait=off"
    try execute("human-monitor-command", ["command-line": .string("gdbserver \(place)")])
    let qemu = DebuggerScript(
      image: image, target: folder.file("qemu-gdb.sock"), isKernels: false)
    let kernel = DebuggerScript(
      image: image, target: folder.file(RunFolder.Name.debugger), isKernels: true)
    Folder.write(qemu.text, to: folder.file("gdb-qemu"))
    Folder.write((hasStub ? kernel : qemu).text, to: folder.file("gdb"))
  }
}
