/// Where detours lie: each at the place of the breakpoint that it is for.
///
/// One is never changed while an interrupt may lead back into it, so what lies at a place may be
/// for a breakpoint of before.
struct DetourTable {
  /// Of each: where its instruction lies, where it ends, and in the highest byte the length of its
  /// body.
  private let notes: ByteBuffer
  /// Where the first one lies.
  private let start: UInt64
  /// A bit for each that may be taken.
  private(set) var usable: UInt64 = 0

  /// Bytes of memory for notes of one.
  static var noteByteCount: Int { 16 }

  /// Takes memory for notes, which says how many there may be.
  init(_ notes: ByteBuffer, at start: UInt64) {
    self.notes = notes
    self.start = start
  }

  /// How many there may be.
  var capacity: Int { notes.count / Self.noteByteCount }

  /// Where the detour of a breakpoint lies.
  func place(_ index: Int) -> UInt64 { start &+ UInt64(index &* Detour.byteCount) }

  /// Has none taken.
  mutating func close() { usable = 0 }

  /// Has one taken that is as noted.
  mutating func open(_ index: Int) { usable |= 1 &<< UInt64(index) }

  /// Whether a breakpoint's detour may be taken.
  func isOpen(_ index: Int) -> Bool {
    index < capacity && usable &>> UInt64(index) & 1 != 0
  }

  /// Whether what lies at a place is a detour, as noted.
  @inline(never)
  func isNoted(_ detour: Detour, of address: UInt64, _ index: Int) -> Bool {
    let place = index &* Self.noteByteCount
    return notes.number(at: place, byteCount: 8) == address
      && notes.number(at: place &+ 8, byteCount: 8) == Self.word(detour)
  }

  /// Notes what lies at a place.
  @inline(never)
  func note(_ detour: Detour, of address: UInt64, _ index: Int) {
    let place = index &* Self.noteByteCount
    notes.store(address, at: place, byteCount: 8)
    notes.store(Self.word(detour), at: place &+ 8, byteCount: 8)
  }

  /// Where the guest is that is within a detour: at its instruction, or behind it.
  @inline(never)
  func address(for place: UInt64) -> UInt64 {
    let distance = place &- start
    let index = Int(truncatingIfNeeded: distance / UInt64(Detour.byteCount))
    guard distance < UInt64(capacity &* Detour.byteCount) else { return place }
    let word = notes.number(at: index &* Self.noteByteCount &+ 8, byteCount: 8)
    if distance % UInt64(Detour.byteCount) == 0, word >> 56 != 0 {
      return notes.number(at: index &* Self.noteByteCount, byteCount: 8)
    }
    return word & 0xff_ffff_ffff_ffff
  }

  private static func word(_ detour: Detour) -> UInt64 {
    detour.end | UInt64(detour.bodyByteCount) << 56
  }
}
