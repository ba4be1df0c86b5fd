/// A capture file as it grows, bounded: the first frames and the last ones are kept.
public struct CaptureLog {
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
  /// The remark on the first frame after the cable was cut.
  static let cut = "the cable was cut"
  private let headLimit: Int
  private let write: ([UInt8]) -> Void
  private var head: [UInt8] = []
  /// The last frame of the head, which is to say what is left out after it.
  private var bridge: (frame: [UInt8], time: UInt64, direction: SeenFrame.Direction, place: Place)?
  private var older = Batch()
  private var newer = Batch()

  private struct Batch {
    var bytes: [UInt8] = []
    var count = 0
  }

  /// Begins a file.
  ///
  /// - Parameters:
  ///   - limit: About how many bytes it may have.
  ///   - write: Appends to the file.
  public init(limit: Int, write: @escaping ([UInt8]) -> Void) {
    headLimit = limit / 2
    self.write = write
    head = PcapngBlock.section
    for place in Place.allCases { head += PcapngBlock.interface(named: place.name) }
  }

  /// Adds a frame, with remarks that viewers show beside it.
  public mutating func add(_ frame: SeenFrame, at place: Place, comments: [String] = []) {
    frameCount += 1
    guard bridge == nil else { return addToTail(frame, place, comments) }
    let block = PcapngBlock.packet(frame, interface: place.rawValue, comments: comments)
    guard byteCount + head.count + block.count <= headLimit else {
      bridge = (frame.bytes.array, frame.time, frame.direction, place)
      return
    }
    head += block
    if head.count >= 1 << 16 { flush() }
  }

  private mutating func addToTail(_ frame: SeenFrame, _ place: Place, _ comments: [String]) {
    newer.bytes += PcapngBlock.packet(frame, interface: place.rawValue, comments: comments)
    newer.count += 1
    guard newer.bytes.count >= headLimit / 2 else { return }
    omittedCount += older.count
    swap(&older, &newer)
    newer.bytes.removeAll(keepingCapacity: true)
    newer.count = 0
  }

  /// Writes what is kept back; nothing can be added after it.
  public mutating func finish() {
    if let bridge {
      let comment = "\(omittedCount) frames after this one are \(Self.omission)"
      head += bridge.frame.withUnsafeBytes { bytes in
        PcapngBlock.packet(
          SeenFrame(bridge.direction, at: bridge.time, ByteView(bytes)),
          interface: bridge.place.rawValue, comments: omittedCount > 0 ? [comment] : [])
      }
      head += older.bytes + newer.bytes
    }
    flush()
  }

  /// Writes what is collected of the head.
  public mutating func flush() {
    byteCount += head.count
    if !head.isEmpty { write(head) }
    head.removeAll(keepingCapacity: true)
  }
}
