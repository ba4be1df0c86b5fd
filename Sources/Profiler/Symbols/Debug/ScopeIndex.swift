internal import CDwarf

/// The functions of a compilation unit and what is inlined into them, by address.
///
/// Addresses are cut into segments, each owned by the innermost scope that covers it; a look-up is
/// a binary search, the inline chain follows from the scopes' parents.
struct ScopeIndex {
  /// A function, or a function inlined into another.
  struct Scope {
    /// The entry of the debug information.
    let die: Dwarf_Die
    /// Whether it is inlined into its parent.
    let isInlined: Bool
    /// Index of the scope around it; -1 for a function.
    let parent: Int
  }

  private(set) var scopes: [Scope] = []
  /// Addresses at which segments begin, ascending.
  private var starts: [UInt64] = []
  /// The scope of each segment; -1 if none.
  private var owners: [Int] = []

  /// Walks the entries of a unit.
  ///
  /// - Parameters:
  ///   - unit: The entry of the unit.
  ///   - isCode: Whether a range lies in code; the linker leaves ranges of what it dropped.
  init(of unit: Dwarf_Die, isCode: (Range<UInt64>) -> Bool) {
    var intervals: [Interval] = []
    walk(unit) { scope, range in
      if isCode(range) { intervals.append(Interval(range: range, scope: scope)) }
    }
    // Outer scopes come before those inside: they were met first.
    intervals.sort { ($0.range.lowerBound, $0.scope) < ($1.range.lowerBound, $1.scope) }
    flatten(intervals)
  }

  /// The scopes that cover an address, the innermost first, and where their segment begins.
  func chain(at address: UInt64) -> (scopes: [Scope], start: UInt64) {
    let index = starts.partitioningIndex { $0 > address } - 1
    guard index >= 0 else { return ([], address) }
    var chain: [Scope] = []
    var current = owners[index]
    while current >= 0 {
      chain.append(scopes[current])
      current = scopes[current].parent
    }
    return (chain, starts[index])
  }

  /// Visits entries depth first and reports the ranges of each scope.
  private mutating func walk(_ unit: Dwarf_Die, _ report: (Int, Range<UInt64>) -> Void) {
    // Entries still to visit, each with the scope around it; deeper ones are nearer the end.
    var pending: [(die: Dwarf_Die, scope: Int)] = []
    var unit = unit
    var first = Dwarf_Die()
    guard dwarf_child(&unit, &first) == 0 else { return }
    pending.append((first, -1))
    while let entry = pending.popLast() {
      var die = entry.die
      let inner = enter(&die, in: entry.scope, report)
      var next = Dwarf_Die()
      // The sibling waits below the child, so that the child's subtree is done first.
      if dwarf_siblingof(&die, &next) == 0 { pending.append((next, entry.scope)) }
      guard let inner, pending.count < 512, dwarf_child(&die, &next) == 0 else { continue }
      pending.append((next, inner))
    }
  }

  /// Notes an entry if it is a scope with code.
  ///
  /// - Returns: The scope around the entry's children; nil if they are of no interest.
  private mutating func enter(
    _ die: inout Dwarf_Die, in parent: Int, _ report: (Int, Range<UInt64>) -> Void
  ) -> Int? {
    switch Int(dwarf_tag(&die)) {
    case Int(DW_TAG_subprogram), Int(DW_TAG_inlined_subroutine):
      let ranges = addressRanges(of: &die)
      // Without code it is a declaration, or what inlined copies refer to.
      guard !ranges.isEmpty else { return nil }
      let isInlined = Int(dwarf_tag(&die)) == Int(DW_TAG_inlined_subroutine)
      scopes.append(Scope(die: die, isInlined: isInlined, parent: isInlined ? parent : -1))
      for range in ranges { report(scopes.count - 1, range) }
      return scopes.count - 1
    case Int(DW_TAG_lexical_block), Int(DW_TAG_namespace), Int(DW_TAG_module),
      Int(DW_TAG_structure_type), Int(DW_TAG_class_type), Int(DW_TAG_enumeration_type):
      return parent
    default:
      return nil
    }
  }

  /// Cuts nested intervals into segments that do not overlap.
  private mutating func flatten(_ intervals: [Interval]) {
    var open: [Interval] = []
    func owner() -> Int { open.last?.scope ?? -1 }
    for interval in intervals {
      while let last = open.last, last.range.upperBound <= interval.range.lowerBound {
        open.removeLast()
        begin(at: last.range.upperBound, owner: owner())
      }
      open.append(interval)
      begin(at: interval.range.lowerBound, owner: interval.scope)
    }
    while let last = open.popLast() {
      begin(at: last.range.upperBound, owner: owner())
    }
  }

  /// Begins a segment; damaged debug information may ask for one before the last, which is ignored.
  private mutating func begin(at start: UInt64, owner: Int) {
    if let last = starts.last, last >= start {
      owners[owners.count - 1] = owner
      return
    }
    starts.append(start)
    owners.append(owner)
  }

  private struct Interval {
    let range: Range<UInt64>
    let scope: Int
  }
}

/// The addresses that an entry of debug information covers; empty ranges are left out.
func addressRanges(of die: inout Dwarf_Die) -> [Range<UInt64>] {
  var ranges: [Range<UInt64>] = []
  var (base, start, end): (Dwarf_Addr, Dwarf_Addr, Dwarf_Addr) = (0, 0, 0)
  var offset = 0
  while ranges.count < 65_536 {
    offset = dwarf_ranges(&die, offset, &base, &start, &end)
    guard offset > 0 else { break }
    if start < end { ranges.append(start..<end) }
  }
  return ranges
}
