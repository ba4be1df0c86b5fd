/// Who a card's guest is and what its frames must keep to: all that judging them takes.
///
/// A capture carries it as a remark on the interface, so that whoever looks at the file later comes
/// to the same as who saw the frames pass.
public struct CardRules: Equatable, Sendable {
  public var guest: GuestIdentity
  /// Rules that need not be kept.
  public var waived: Set<FrameRule>
  /// At which end of the link the guest's frames are judged.
  public var place: CaptureLog.Place

  /// More addresses than these do not fit into a remark.
  static let maximumAddressCount = 3000
  /// What the remark begins with.
  private static let title = "judged by"

  public init(
    _ guest: GuestIdentity, waiving waived: Set<FrameRule> = [],
    at place: CaptureLog.Place = .guest
  ) {
    self.guest = guest
    self.waived = waived
    self.place = place
  }

  /// A checker that has seen nothing.
  public var checker: FrameChecker { FrameChecker(guest: guest, waiving: waived) }

  /// The rules as a remark for people and for `init(parsing:)`.
  var text: String {
    let card = guest.hardwareAddress.map { Hex.text($0) }.joined(separator: ":")
    let addresses = guest.addresses.sorted().prefix(Self.maximumAddressCount).map(dotted)
    var words = ["card=\(card)", "addresses=\(addresses.joined(separator: ","))"]
    words += ["prefix=\(guest.prefixLength)", "packet=\(guest.maximumPacketByteCount)"]
    words.append("end=\(place.name)")
    words.append("allowed=\(waived.map(\.rawValue).sorted().joined(separator: ","))")
    return "\(Self.title) \(words.joined(separator: " "))"
  }

  /// Reads a remark; nil if it is another one, or of another version.
  init?(parsing text: String) {
    guard text.hasPrefix(Self.title + " ") else { return nil }
    var values: [Substring: Substring] = [:]
    for word in text.dropFirst(Self.title.count).split(separator: " ") {
      guard let sign = word.firstIndex(of: "=") else { return nil }
      values[word[..<sign]] = word[word.index(after: sign)...]
    }
    guard let card = values["card"]?.split(separator: ":").compactMap({ UInt8($0, radix: 16) }),
      card.count == 6, let prefix = values["prefix"].flatMap({ Int($0) }),
      (0...32).contains(prefix), let size = values["packet"].flatMap({ Int($0) }), size >= 0,
      let addresses = values["addresses"]?.split(separator: ","),
      let rules = values["allowed"]?.split(separator: ","),
      let place = CaptureLog.Place.allCases.first(where: { $0.name == values["end"] ?? "" })
    else { return nil }
    guest = GuestIdentity(
      hardwareAddress: card, addresses: Set(addresses.compactMap(Self.address)),
      prefixLength: prefix)
    guest.maximumPacketByteCount = size
    waived = Set(rules.compactMap { FrameRule(rawValue: String($0)) })
    self.place = place
    guard guest.addresses.count == addresses.count, waived.count == rules.count else { return nil }
  }

  private static func address(_ text: Substring) -> UInt32? {
    let parts = text.split(separator: ".").compactMap { UInt8($0) }
    guard parts.count == 4 else { return nil }
    return parts.reduce(0) { $0 << 8 | UInt32($1) }
  }
}
