internal import Foundation
internal import Machine

extension Runner {
  /// What this process has to do with the frames of a test; nil if nothing.
  ///
  /// A machine that is to be left running outlives this process: QEMU itself writes its frames.
  func watchedWire(
    _ manifest: Manifest, _ test: TestCase, _ configuration: inout MachineConfiguration,
    in folder: RunFolder
  ) -> WatchedWire? {
    guard !test.isLeftRunning, let network = configuration.network else { return nil }
    configuration.network?.capturesPackets = false
    if manifest.hasBadLink && test.linkSeed != 0 {
      post(.note("the link's faults: --seed \(test.linkSeed)"))
    }
    return WatchedWire(
      manifest.wire, network, configuration.furtherNetworks, seed: test.linkSeed, folder: folder)
  }

  /// Leaves a process beside a machine that carries its frames as this one has, if it has.
  func leaveLink(of machine: VirtualMachine) throws(MachineError) {
    guard let link = machine.carriedLink else { return }
    let path = machine.folder.file("link.json")
    guard let text = try? JSONEncoder().encode(link), let own = Folder.absolute("/proc/self/exe"),
      Folder.write(String(decoding: text, as: UTF8.self), to: path)
    else { throw .refused(operation: "write", subject: path, errno: EIO) }
    try machine.handOverLink(to: [own, "carry-link", path])
  }
}
