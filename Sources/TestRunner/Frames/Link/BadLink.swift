/// A link that loses, repeats, changes and delays frames, the same ones for the same seed.
///
/// Frames and times go in, frames come out when they are due; there is no clock in here. Times are
/// nanoseconds since any moment, and never go back.
public struct BadLink {
  /// A frame that is held back waits at most so long for others to go first.
  static let holdLimit: UInt64 = 20_000_000

  /// What becomes of a frame, for those who look on.
  public struct Fate: Equatable {
    /// Whether it arrives at all.
    public var isLost = false
    /// What happens to it, in words; empty for a frame that passes as it is.
    public var remarks: [String] = []
  }

  /// A frame on its way.
  public struct Delivery: Equatable {
    public var direction: SeenFrame.Direction
    public var bytes: [UInt8]
    /// What happened to it, in words.
    public var remarks: [String]
  }

  private struct Waiting {
    var due: UInt64
    var order: UInt64
    /// Frames of the same way that go first; nil if only the time counts.
    var ahead: Int?
    var delivery: Delivery
  }

  private struct State {
    var frameCount: UInt64 = 0
    /// Until when the rate lets nothing else go.
    var busyUntil: UInt64 = 0
  }

  public var settings: LinkSettings {
    didSet { if settings.rules != oldValue.rules { ruleCounts = [:] } }
  }
  public let seed: UInt64
  /// Frames that were lost, for whatever reason.
  public private(set) var lostCount = 0
  private var states: [SeenFrame.Direction: State] = [:]
  private var ruleCounts: [Int: Int] = [:]
  private var waiting: [Waiting] = []
  private var order: UInt64 = 0

  public init(_ settings: LinkSettings, seed: UInt64) {
    self.settings = settings
    self.seed = seed
  }

  /// When `next` has something again; nil if nothing is on its way.
  public var deadline: UInt64? { waiting.first?.due }

  /// Takes a frame at one end.
  public mutating func send(
    _ bytes: [UInt8], _ direction: SeenFrame.Direction, at now: UInt64
  ) -> Fate {
    var state = states[direction] ?? State()
    defer { states[direction] = state }
    let chance = LinkChance(seed: seed, direction, frame: state.frameCount)
    state.frameCount += 1
    let way = settings[direction]
    let action = action(on: bytes, direction)
    var fate = Fate()
    if let reason = loss(of: bytes, way, action, chance) ?? overflow(way, state, now) {
      lostCount += 1
      return Fate(isLost: true, remarks: [reason])
    }
    let changed = Self.change(bytes, way, action, chance, &fate.remarks)
    if let rate = way.rate, rate > 0 {
      let time = UInt64(Double(bytes.count) * 8e9 / Double(rate))
      state.busyUntil = max(now, state.busyUntil) + time
    }
    var due = max(now, way.rate == nil ? now : state.busyUntil) + way.delay
    if way.jitter > 0 { due += UInt64(chance.fraction(.jitter) * Double(way.jitter)) }
    let isTwice = action == .duplicate || chance.fraction(.duplication) < way.duplication
    if isTwice { fate.remarks.append("comes twice") }
    var ahead: Int?
    if action == .hold || chance.fraction(.reordering) < way.reordering {
      ahead = 1 + chance.number(.distance, below: 3)
      fate.remarks.append("is overtaken by \(ahead ?? 0)")
    }
    let delivery = Delivery(direction: direction, bytes: changed, remarks: fate.remarks)
    pass(direction, now)
    insert(delivery, due: ahead == nil ? due : due + Self.holdLimit, ahead: ahead)
    if isTwice { insert(delivery, due: due, ahead: nil) }
    return fate
  }

  /// The next frame that is due, if any; to be asked until there is none.
  public mutating func next(at now: UInt64) -> Delivery? {
    guard let first = waiting.first, first.due <= now else { return nil }
    return waiting.removeFirst().delivery
  }

  /// What a rule does to a frame, counting the frames that it is about.
  private mutating func action(
    on bytes: [UInt8], _ direction: SeenFrame.Direction
  ) -> LinkRule.Action? {
    var found: LinkRule.Action?
    for (index, rule) in settings.rules.enumerated() {
      let fits = bytes.withUnsafeBytes { rule.pattern.matches(ByteView($0), direction) }
      guard fits else { continue }
      let number = (ruleCounts[index] ?? 0) + 1
      ruleCounts[index] = number
      if found == nil && rule.choice.includes(number) { found = rule.action }
    }
    return found
  }

  /// Why a frame is lost; nil if it is not.
  private func loss(
    of bytes: [UInt8], _ way: LinkSettings.Way, _ action: LinkRule.Action?, _ chance: LinkChance
  ) -> String? {
    if action == .drop { return "lost by a rule" }
    if let limit = way.maximumPacketByteCount, bytes.count > limit + 14 { return "lost, too long" }
    return chance.fraction(.loss) < way.loss ? "lost" : nil
  }

  private func overflow(_ way: LinkSettings.Way, _ state: State, _ now: UInt64) -> String? {
    guard let rate = way.rate, state.busyUntil > now else { return nil }
    let waiting = Double(state.busyUntil - now) * Double(rate) / 8e9
    return waiting > Double(way.queueByteCount) ? "lost, the queue is full" : nil
  }

  private static func change(
    _ bytes: [UInt8], _ way: LinkSettings.Way, _ action: LinkRule.Action?, _ chance: LinkChance,
    _ remarks: inout [String]
  ) -> [UInt8] {
    var changed = bytes
    // Frames with another address or type would only be lost.
    if bytes.count > 14, action == .corrupt || chance.fraction(.corruption) < way.corruption {
      let bit = chance.number(.place, below: (bytes.count - 14) * 8)
      changed[14 + bit / 8] ^= 1 << UInt8(bit % 8)
      remarks.append("bit \(bit % 8) of byte \(14 + bit / 8) is turned")
    }
    if bytes.count > 15, chance.fraction(.truncation) < way.truncation {
      let count = 14 + chance.number(.length, below: bytes.count - 14)
      changed.removeLast(changed.count - count)
      remarks.append("cut to \(count) bytes")
    }
    return changed
  }

  /// Lets those go that only wait for others to go first.
  private mutating func pass(_ direction: SeenFrame.Direction, _ now: UInt64) {
    guard waiting.contains(where: { $0.ahead != nil }) else { return }
    var released: [Delivery] = []
    for index in waiting.indices.reversed() where waiting[index].delivery.direction == direction {
      guard let ahead = waiting[index].ahead else { continue }
      waiting[index].ahead = ahead - 1
      if ahead <= 1 { released.append(waiting.remove(at: index).delivery) }
    }
    // They follow the frame at hand, which is put in at the present time as well.
    for delivery in released.reversed() { insert(delivery, due: now + 1, ahead: nil) }
  }

  private mutating func insert(_ delivery: Delivery, due: UInt64, ahead: Int?) {
    order += 1
    let entry = Waiting(due: due, order: order, ahead: ahead, delivery: delivery)
    var place = waiting.count
    while place > 0, waiting[place - 1].due > due { place -= 1 }
    waiting.insert(entry, at: place)
  }
}
