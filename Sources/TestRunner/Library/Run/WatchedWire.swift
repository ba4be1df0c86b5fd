internal import Frames
internal import Machine

/// The wire of a test: who looks at its frames, what is kept of them, and what its link does.
struct WatchedWire {
  /// A capture of a test that passes is kept only up to this size.
  static let keptByteCount = 4 << 20

  let wire: MachineWire
  /// Where the frames go; nil if they are not kept.
  let path: String?

  /// Prepares what a manifest asks for.
  ///
  /// - Parameters:
  ///   - settings: What it asks for.
  ///   - network: The guest's network.
  ///   - further: The networks of its other cards, whose frames are judged but not kept.
  ///   - seed: Decides on the faults of a bad link.
  ///   - folder: The folder of the run.
  init(
    _ settings: WireSettings, _ network: MachineNetwork, _ further: [MachineNetwork] = [],
    seed: UInt64, folder: RunFolder
  ) {
    let path = settings.captureByteLimit.map { _ in folder.file(RunFolder.Name.frames) }
    let log = settings.captureByteLimit.flatMap { limit in
      path.flatMap(GrowingFile.init(path:)).map { file in
        CaptureLog(limit: limit) { file.write($0) }
      }
    }
    self.path = log == nil ? nil : path
    let checker = Self.checker(settings, network)
    wire = MachineWire(
      record: settings.isWatched ? LinkRecord(checker, at: settings.judged, log: log) : nil,
      link: settings.link.map { BadLink($0, seed: seed) },
      furtherRecords: settings.isWatched
        ? further.map { LinkRecord(Self.checker(settings, $0), log: nil) } : [])
  }

  /// Who judges the frames of a card.
  private static func checker(
    _ settings: WireSettings, _ network: MachineNetwork
  ) -> FrameChecker {
    let others = settings.addresses.compactMap(IPv4Address.init)
    var guest = GuestIdentity(
      hardwareAddress: network.guestMAC.bytes,
      addresses: Set(([network.guest] + others).map(\.value)), prefixLength: network.prefixLength)
    guest.maximumPacketByteCount = settings.maximumPacketByteCount
    let isUnchecked = settings.uncheckedReason != nil
    return FrameChecker(
      guest: guest, waiving: isUnchecked ? Set(FrameRule.allCases) : Set(settings.waived.keys))
  }
}
