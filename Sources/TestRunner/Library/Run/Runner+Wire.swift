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
}
