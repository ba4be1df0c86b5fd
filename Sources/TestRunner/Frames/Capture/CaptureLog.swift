/// A capture file as it grows, bounded: the first frames and the last ones are kept.
///
/// Each card has an interface in it, and the first one another for the host's end of its link.
public final class CaptureLog {
  /// Where a frame is seen.
  public enum Place: Int, CaseIterable, Sendable {
    /// At the guest's card: what the guest sends, and what it gets.
    case guest = 0
    /// At the host's end of a link that does not deliver everything.
    case host = 1

    var name: String { self == .guest ? "guest" : "host" }
  }

  /// Frames that were added.
  public private(set) var frameCount = 0
  /// Frames that are not in the file because of the limit, so far.
  public private(set) var omittedCount = 0
  /// Bytes of the file, so far.
  public private(set) var byteCount = 0
  /// How the remark ends that says what is missing.
  static let omission = "left out, for the file's size"
  /// How the remark ends that says how many frames passed unseen before this one.
  static let unseen = "before this one were not seen"
  /// The remark on the first frame after the cable was cut.
  static let cut = "the cable was cut"
  private let headLimit: Int
  private let write: ([UInt8]) -> Void
  private var head: [UInt8] = []
  /// The last frame of the head, which is to say what is left out after it.
  private var bridge: Bridge?
  private var isFinished = false
  private var older = Batch()
  private var newer = Batch()

  private struct Bridge {
    var bytes: [UInt8]
    var time: UInt64
    var direction: SeenFrame.Direction
    var interface: Int
  }

  private struct Batch {
    var bytes: [UInt8] = []
    var count = 0
  }

  /// Begins a file.
  ///
  /// - Parameters:
  ///   - limit: About how many bytes it may have.
  ///   - cards: Whose frames it will hold, and what they must keep to; empty for one of which
  ///     nothing is known.
  ///   - write: Appends to the file.
  public init(limit: Int, cards: [CardRules] = [], write: @escaping ([UInt8]) -> Void) {
    headLimit = limit / 2
    self.write = write
    head = PcapngBlock.section
    for place in Place.allCases {
      head += PcapngBlock.interface(named: place.name, comment: cards.first?.text)
    }
    for (index, rules) in cards.enumerated().dropFirst() {
      head += PcapngBlock.interface(named: "guest \(index + 1)", comment: rules.text)
    }
  }

  /// The number of an interface.
  static func interface(of card: Int, at place: Place) -> Int {
    card == 0 ? place.rawValue : Place.allCases.count - 1 + card
  }

  /// The card whose frames an interface shows, and where.
  static func card(of interface: Int) -> (index: Int, place: Place) {
    if let place = Place(rawValue: interface) { return (0, place) }
    return (interface - Place.allCases.count + 1, .guest)
  }

  /// Adds a frame, with remarks that viewers show beside it.
  public func add(
    _ frame: SeenFrame, of card: Int = 0, at place: Place, comments: [String] = []
  ) {
    guard !isFinished else { return }
    frameCount += 1
    let interface = Self.interface(of: card, at: place)
    guard bridge == nil else { return addToTail(frame, interface, comments) }
    let block = PcapngBlock.packet(frame, interface: interface, comments: comments)
    guard byteCount + head.count + block.count <= headLimit else {
      bridge = Bridge(
        bytes: frame.bytes.array, time: frame.time, direction: frame.direction,
        interface: interface)
      return
    }
    head += block
    if head.count >= 1 << 16 { flush() }
  }

  private func addToTail(_ frame: SeenFrame, _ interface: Int, _ comments: [String]) {
    newer.bytes += PcapngBlock.packet(frame, interface: interface, comments: comments)
    newer.count += 1
    guard newer.bytes.count >= headLimit / 2 else { return }
    omittedCount += older.count
    swap(&older, &newer)
    newer.bytes.removeAll(keepingCapacity: true)
    newer.count = 0
  }

  /// Writes what is kept back; nothing can be added after it.
  ///
  /// - Parameter marks: What has begun after the last frame, and when.
  public func finish(_ marks: [(time: UInt64, text: String)] = []) {
    guard !isFinished else { return }
    isFinished = true
    if let bridge {
      let comment = "\(omittedCount) frames after this one are \(Self.omission)"
      head += bridge.bytes.withUnsafeBytes { bytes in
        PcapngBlock.packet(
          SeenFrame(bridge.direction, at: bridge.time, ByteView(bytes)),
          interface: bridge.interface, comments: omittedCount > 0 ? [comment] : [])
      }
      head += older.bytes + newer.bytes
    }
    for mark in marks { head += PcapngBlock.mark(mark.text, at: mark.time) }
    flush()
  }

  /// Writes what is collected of the head.
  public func flush() {
    byteCount += head.count
    if !head.isEmpty { write(head) }
    head.removeAll(keepingCapacity: true)
  }
}
