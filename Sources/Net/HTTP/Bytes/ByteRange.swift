/// Where some bytes lie in a buffer; half the size of a range of `Int`.
struct ByteRange: Equatable, Sendable {
  private let start: UInt32
  private let end: UInt32

  /// Makes one of offsets below 4 GiB, as those of a head are.
  @inline(__always)
  init(_ range: Range<Int>) {
    start = UInt32(truncatingIfNeeded: range.lowerBound)
    end = UInt32(truncatingIfNeeded: range.upperBound)
  }

  /// No bytes at all.
  static var empty: ByteRange { ByteRange(0..<0) }

  /// The offsets.
  var range: Range<Int> {
    @inline(__always) get {
      unsafe Range(uncheckedBounds: (Int(start), Int(end)))
    }
  }

  var isEmpty: Bool { start == end }

  /// As many bytes elsewhere.
  @inline(__always)
  func moved(by distance: Int) -> ByteRange {
    let distance = UInt32(truncatingIfNeeded: distance)
    return ByteRange(start: start &+ distance, end: end &+ distance)
  }

  @inline(__always)
  private init(start: UInt32, end: UInt32) {
    self.start = start
    self.end = end
  }
}
