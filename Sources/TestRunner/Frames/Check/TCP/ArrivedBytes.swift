/// Which bytes of a connection have come by, in whatever order.
struct ArrivedBytes {
  /// More pieces than this are taken for one.
  static let pieceLimit = 512

  /// The number after the last one before which nothing is missing.
  private(set) var next: UInt32
  /// What came after a hole: disjoint, in order, not touching.
  private var pieces: [(left: UInt32, right: UInt32)] = []

  init(next: UInt32) {
    self.next = next
  }

  /// The number after the last one of all.
  var end: UInt32 { pieces.last?.right ?? next }

  mutating func add(_ left: UInt32, _ right: UInt32) {
    guard SequenceNumber.distance(from: next, to: right) > 0 else { return }
    if pieces.isEmpty, SequenceNumber.distance(from: left, to: next) >= 0 {
      next = right
      return
    }
    insert(left, right)
    while let piece = pieces.first, SequenceNumber.distance(from: piece.left, to: next) >= 0 {
      next = SequenceNumber.later(next, piece.right)
      pieces.removeFirst()
    }
    if pieces.count > Self.pieceLimit {
      pieces = [(pieces[0].left, end)]
    }
  }

  private mutating func insert(_ left: UInt32, _ right: UInt32) {
    var (left, right) = (left, right)
    let start = pieces.firstIndex { SequenceNumber.distance(from: left, to: $0.right) >= 0 }
    guard let start else { return pieces.append((left, right)) }
    var stop = start
    while stop < pieces.count, SequenceNumber.distance(from: pieces[stop].left, to: right) >= 0 {
      if SequenceNumber.distance(from: pieces[stop].left, to: left) > 0 { left = pieces[stop].left }
      right = SequenceNumber.later(right, pieces[stop].right)
      stop += 1
    }
    pieces.replaceSubrange(start..<stop, with: [(left, right)])
  }

  /// Whether all bytes of a range have come.
  func contains(_ left: UInt32, _ right: UInt32) -> Bool {
    if SequenceNumber.distance(from: right, to: next) >= 0 { return true }
    return pieces.contains {
      SequenceNumber.distance(from: $0.left, to: left) >= 0
        && SequenceNumber.distance(from: right, to: $0.right) >= 0
    }
  }
}
