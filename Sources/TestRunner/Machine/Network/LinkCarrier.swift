public import Frames

/// Carries frames over a bad link once the runner has left the machine behind.
///
/// It is a process of its own in the machine's namespaces, with which it ends.
public final class LinkCarrier {
  /// The link as the runner leaves it.
  public struct Settings: Codable, Equatable, Sendable {
    /// What it does to frames.
    public var link: LinkSettings
    /// Decides on the faults, from the beginning again.
    public var seed: UInt64

    public init(link: LinkSettings, seed: UInt64) {
      self.link = link
      self.seed = seed
    }
  }

  private let pump: LinkPump
  private let loop = EventLoop()

  /// Takes over a link, of which the ends are descriptors 3 and 4: QEMU's and the host's.
  public init(_ settings: Settings) {
    let link = BadLink(settings.link, seed: settings.seed)
    pump = LinkPump(link, guest: Descriptor(3), host: Descriptor(4))
  }

  /// Carries frames for as long as there is a network.
  ///
  /// - Throws: `refused` if the kernel does not wait.
  public func run() throws(MachineError) -> Never {
    pump.start(on: loop)
    while true { _ = try loop.run(until: nil) }
  }
}
