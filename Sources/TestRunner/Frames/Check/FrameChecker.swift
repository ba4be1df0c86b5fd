/// Judges every frame that a guest sends, strictly, by all that passed before it.
///
/// Frames to the guest are only learnt from: what the guest was asked, and what it was offered.
///
/// Sources: IEEE 802.3; RFC 826, 791, 792, 768, 1035, 1122, 2236, 9293.
public final class FrameChecker {
  /// More findings than this are counted but not kept.
  static let keptFindingCount = 50

  public private(set) var findings: [FrameFinding] = []
  /// Frames that break some rule which is not waived.
  public private(set) var badFrameCount = 0
  /// Frames seen, both ways.
  public private(set) var frameCount = 0
  public private(set) var guestFrameCount = 0
  var guest: GuestIdentity
  private let waived: Set<FrameRule>
  /// Whether some earlier frame was not seen, so that nothing can be said to come from nowhere.
  private(set) var hasGaps = false
  /// How often the cable was cut: what the guest sends then is lost before it can be seen.
  private(set) var cutCount = 0
  var fragmentsFromGuest = Reassembler()
  var fragmentsToGuest = ArrivedFragments()
  var echoes = Recent<EchoRequest, Bool>()
  var flows = Recent<TCPFlow.Key, TCPFlow>()
  private var isBad = false
  /// The number of the frame at hand.
  private var number = 0

  /// Makes a checker that has seen nothing.
  ///
  /// - Parameters:
  ///   - guest: Who the guest may say it is.
  ///   - waived: Rules that need not be kept.
  public init(guest: GuestIdentity, waiving waived: Set<FrameRule> = []) {
    self.guest = guest
    self.waived = waived
  }

  /// Takes the next frame on the link.
  ///
  /// - Parameters:
  ///   - frame: The frame.
  ///   - number: What findings call it; nil for how many the checker has seen.
  public func take(_ frame: SeenFrame, numbered number: Int? = nil) {
    frameCount += 1
    self.number = number ?? frameCount
    guard frame.direction == .fromGuest else { return learn(frame) }
    guestFrameCount += 1
    isBad = false
    checkEthernet(frame)
    if isBad { badFrameCount += 1 }
  }

  /// Notes that frames have passed unseen: what is known of connections counts no more.
  ///
  /// Where among the next frames they are missing, nobody says: from here on each frame is judged
  /// by itself.
  public func noteGap() {
    hasGaps = true
    flows.removeAll()
    echoes.removeAll()
    fragmentsFromGuest.removeAll()
    fragmentsToGuest.removeAll()
  }

  /// Notes that the cable is cut: until it is whole again, what the guest sends gets nowhere, and
  /// may be followed by what comes after it.
  public func noteCut() { cutCount += 1 }

  /// Notes that the frame at hand breaks a rule.
  ///
  /// - Parameters:
  ///   - rule: Which one.
  ///   - place: The bytes that show it.
  ///   - text: What is wrong with them.
  func report(_ rule: FrameRule, _ place: ByteView, _ text: @autoclosure () -> String) {
    guard !waived.contains(rule), !(hasGaps && rule.needsWholeHistory) else { return }
    isBad = true
    guard findings.count < Self.keptFindingCount else { return }
    findings.append(
      FrameFinding(
        frame: number, rule: rule, text: text(),
        range: place.offset..<place.offset + place.count, bytes: Array(place.buffer.prefix(17))))
  }
}

/// Values by key, of which those are forgotten that have not been used for long.
struct Recent<Key: Hashable, Value> {
  /// How many are kept at least.
  static var capacity: Int { 16384 }

  private var current: [Key: Value] = [:]
  private var previous: [Key: Value] = [:]
  /// Whether some have been forgotten.
  private(set) var hasForgotten = false

  subscript(key: Key) -> Value? {
    mutating get {
      if let value = current[key] { return value }
      guard let value = previous.removeValue(forKey: key) else { return nil }
      self[key] = value
      return value
    }
    set {
      current[key] = newValue
      guard current.count >= Self.capacity else { return }
      if !previous.isEmpty { hasForgotten = true }
      swap(&current, &previous)
      current.removeAll(keepingCapacity: true)
    }
  }

  mutating func removeAll() {
    current.removeAll()
    previous.removeAll()
  }
}
