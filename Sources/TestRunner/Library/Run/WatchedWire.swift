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
  ///   - further: The networks of its other cards.
  ///   - seed: Decides on the faults of a bad link.
  ///   - folder: The folder of the run.
  init(
    _ settings: WireSettings, _ network: MachineNetwork, _ further: [MachineNetwork] = [],
    seed: UInt64, folder: RunFolder
  ) {
    let path = settings.captureByteLimit.map { _ in folder.file(RunFolder.Name.frames) }
    // A bad link is only that to the first card.
    let cards =
      [Self.rules(settings, network, at: settings.judged)]
      + further.map { Self.rules(settings, $0, at: .guest) }
    let log = settings.captureByteLimit.flatMap { limit in
      path.flatMap(GrowingFile.init(path:)).map { file in
        CaptureLog(limit: limit, cards: cards) { file.write($0) }
      }
    }
    self.path = log == nil ? nil : path
    let records = cards.enumerated().map { index, rules in
      LinkRecord(rules.checker, at: rules.place, card: index, log: log)
    }
    wire = MachineWire(
      record: settings.isWatched ? records.first : nil,
      link: settings.link.map { BadLink($0, seed: seed) },
      furtherRecords: settings.isWatched ? Array(records.dropFirst()) : [])
  }

  /// What the frames of a card must keep to.
  private static func rules(
    _ settings: WireSettings, _ network: MachineNetwork, at place: CaptureLog.Place
  ) -> CardRules {
    let others = settings.addresses.compactMap(IPv4Address.init)
    var guest = GuestIdentity(
      hardwareAddress: network.guestMAC.bytes,
      addresses: Set(([network.guest] + others).map(\.value)), prefixLength: network.prefixLength)
    guest.maximumPacketByteCount = settings.maximumPacketByteCount
    let isUnchecked = settings.uncheckedReason != nil
    return CardRules(
      guest, waiving: isUnchecked ? Set(FrameRule.allCases) : Set(settings.waived.keys), at: place)
  }
}
