extension QEMUCommandLine {
  /// The arguments for the network cards behind the first.
  static func furtherNetworks(
    _ configuration: MachineConfiguration, _ channels: Channels
  ) -> [String] {
    guard configuration.network != nil else { return [] }
    let isMicro = configuration.kind == .microvm
    let device = isMicro ? "virtio-net-device" : "virtio-net-pci,\(sides(configuration)),romfile="
    return configuration.furtherNetworks.enumerated().flatMap { index, network in
      let name = "\(linkName)\(index + 1)"
      let backend =
        channels == .runner
        ? "tap,id=\(name),fd=\(Inherited.furtherLinks + index)" : "user,id=\(name)"
      return ["-netdev", backend, "-device", "\(device),netdev=\(name),mac=\(network.guestMAC)"]
    }
  }
}
