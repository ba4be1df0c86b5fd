internal import Wire

/// A packet of which not all pieces have come.
///
/// Pieces may come in any order. Two that overlap without being the same refuse the packet: no
/// sound sender makes such, and who puts them together in one way is told something else than who
/// does it in another.
///
/// Source: RFC 815; RFC 5722, section 4, for IPv6, which RFC 791 could not know of.
struct PartialPacket {
  /// What all pieces of a packet have in common, and no two packets at a time.
  ///
  /// Source: RFC 791, section 3.2.
  struct Key: Equatable {
    var source: IPv4Address
    var destination: IPv4Address
    var payloadProtocol: IPProtocol
    var identification: UInt16
  }

  /// A piece.
  private struct Piece {
    var offset: Int
    var bytes: [UInt8]
    var end: Int { offset + bytes.count }
  }

  /// What became of a piece.
  enum Outcome {
    /// It is kept.
    case taken
    /// It had come before.
    case repeated
    /// It contradicts another, and all were thrown away.
    case overlapping
    /// There are too many, and all were thrown away.
    case tooMany
    /// All were thrown away before.
    case refused
  }

  /// How many pieces there may be: those of the largest packet on the smallest link of RFC 791,
  /// twice over.
  static let pieceLimit = 240
  /// What a piece takes besides its bytes, about.
  static let pieceOverhead = 64

  /// Whose pieces these are.
  let key: Key
  /// When the packet is given up.
  let deadline: Instant
  /// How many bytes of memory it takes, about.
  private(set) var byteCount = PartialPacket.pieceOverhead

  /// The pieces, by offset; none overlaps another.
  private var pieces: [Piece] = []
  private var payloadByteCount = 0
  /// Size of the whole payload; nil before the last piece has come.
  private var total: Int?
  private var isRefused = false

  /// Starts without pieces.
  init(key: Key, deadline: Instant) {
    self.key = key
    self.deadline = deadline
  }

  /// Whether all pieces have come.
  var isComplete: Bool { payloadByteCount == total }

  /// The first bytes of the payload; nil if they have not come.
  var start: [UInt8]? { pieces.first.flatMap { $0.offset == 0 ? $0.bytes : nil } }

  /// Adds a piece.
  ///
  /// - Parameters:
  ///   - bytes: Its payload, not empty.
  ///   - offset: Where that starts in the whole payload.
  ///   - isLast: Whether it is the last one.
  /// - Returns: What became of it.
  mutating func add(_ bytes: RawSpan, at offset: Int, isLast: Bool) -> Outcome {
    guard !isRefused else { return .refused }
    let end = offset + bytes.byteCount
    let index = pieces.firstIndex { $0.offset >= offset } ?? pieces.count
    if index < pieces.count, pieces[index].offset == offset, Self.equal(pieces[index].bytes, bytes),
      isLast == (total == end)
    {
      return .repeated
    }
    let isApart =
      (index == 0 || pieces[index - 1].end <= offset)
      && (index == pieces.count || end <= pieces[index].offset)
    let fitsTotal = isLast ? total == nil && (pieces.last?.end ?? 0) <= end : end < total ?? .max
    guard isApart, fitsTotal else {
      refuse()
      return .overlapping
    }
    guard pieces.count < Self.pieceLimit else {
      refuse()
      return .tooMany
    }
    if isLast { total = end }
    var copy = [UInt8](repeating: 0, count: bytes.byteCount)
    var span = copy.mutableSpan
    // Safe: bytes have no invalid values.
    var target = unsafe span.mutableBytes
    target.copy(bytes, at: 0)
    pieces.insert(Piece(offset: offset, bytes: copy), at: index)
    payloadByteCount += bytes.byteCount
    byteCount += bytes.byteCount + Self.pieceOverhead
    return .taken
  }

  /// Puts the whole packet together.
  ///
  /// - Parameter timeToLive: Of the piece that came last.
  /// - Returns: The packet, without options.
  func assemble(timeToLive: UInt8) -> [UInt8] {
    var packet = [UInt8](repeating: 0, count: IPv4Header.byteCount)
    packet.reserveCapacity(IPv4Header.byteCount + payloadByteCount)
    let header = IPv4Header(
      source: key.source, destination: key.destination, payloadProtocol: key.payloadProtocol,
      timeToLive: timeToLive)
    var span = packet.mutableSpan
    // Safe: bytes have no invalid values.
    var bytes = unsafe span.mutableBytes
    header.emit(into: &bytes, payloadByteCount: payloadByteCount)
    for piece in pieces { packet += piece.bytes }
    return packet
  }

  private mutating func refuse() {
    isRefused = true
    pieces = []
    payloadByteCount = 0
    total = nil
    byteCount = Self.pieceOverhead
  }

  private static func equal(_ bytes: [UInt8], _ other: RawSpan) -> Bool {
    guard bytes.count == other.byteCount else { return false }
    for index in bytes.indices where bytes[index] != other.bigEndian(at: index, as: UInt8.self) {
      return false
    }
    return true
  }
}
