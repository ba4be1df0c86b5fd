internal import CDwarf

/// The line table of a compilation unit.
struct LineTable {
  private let lines: OpaquePointer?
  private let count: Int
  private let folder: String?

  /// Reads the table of a unit; it is empty if there is none.
  ///
  /// - Parameters:
  ///   - unit: The entry of the unit.
  ///   - folder: The folder of the compilation.
  init(of unit: Dwarf_Die, folder: String?) {
    self.folder = folder
    var unit = unit
    var (lines, count): (OpaquePointer?, Int) = (nil, 0)
    let isRead = dwarf_getsrclines(&unit, &lines, &count) == 0
    (self.lines, self.count) = isRead ? (lines, count) : (nil, 0)
  }

  /// The place that an instruction comes from.
  ///
  /// Where the compiler knows none, the place of the nearest instruction before it counts.
  ///
  /// - Parameters:
  ///   - address: Address of the instruction.
  ///   - start: Where to stop searching: the start of what belongs together.
  /// - Returns: The place; nil if the compiler knows none.
  func location(at address: UInt64, notBefore start: UInt64) -> SourceLocation? {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      if self.address(of: middle) > address { high = middle } else { low = middle + 1 }
    }
    var index = low - 1
    while index >= 0 {
      guard let line = dwarf_onesrcline(lines, index), !endsSequence(line) else { return nil }
      if let location = location(of: line) { return location }
      // The row of an address before the start covers the start, but comes from elsewhere.
      guard self.address(of: index) > start else { return nil }
      index -= 1
    }
    return nil
  }

  private func address(of index: Int) -> UInt64 {
    var address: Dwarf_Addr = 0
    guard let line = dwarf_onesrcline(lines, index), dwarf_lineaddr(line, &address) == 0 else {
      return .max
    }
    return address
  }

  private func endsSequence(_ line: OpaquePointer) -> Bool {
    var isEnd = false
    return dwarf_lineendsequence(line, &isEnd) != 0 || isEnd
  }

  private func location(of line: OpaquePointer) -> SourceLocation? {
    var (number, column): (Int32, Int32) = (0, 0)
    guard dwarf_lineno(line, &number) == 0 else { return nil }
    _ = dwarf_linecol(line, &column)
    return SourceLocation(
      debugFile: dwarf_linesrc(line, nil, nil), folder: folder, line: Int(number),
      column: Int(column))
  }
}
