internal import CDwarf

/// A compilation unit; its scopes and lines are read when they are first asked for.
final class DebugUnit {
  /// The code of the unit; empty if the compiler did not say.
  let ranges: [Range<UInt64>]

  private var die: Dwarf_Die
  private let isCode: (Range<UInt64>) -> Bool
  private(set) lazy var scopes = ScopeIndex(of: die, isCode: isCode)
  private(set) lazy var lines = LineTable(of: die, folder: folder)
  /// The folder of the compilation.
  private lazy var folder = Self.folder(of: &die)
  private lazy var files = Self.files(of: &die)

  /// Makes a unit from its entry.
  ///
  /// - Parameters:
  ///   - die: The entry.
  ///   - isCode: Whether a range lies in code.
  init(_ die: Dwarf_Die, isCode: @escaping (Range<UInt64>) -> Bool) {
    self.die = die
    self.isCode = isCode
    ranges = addressRanges(of: &self.die).filter(isCode)
  }

  /// Where an inlined function was called.
  func callLocation(of scope: ScopeIndex.Scope) -> SourceLocation? {
    guard let file = number(DW_AT_call_file, of: scope), file < files.count else { return nil }
    return SourceLocation(
      debugFile: dwarf_filesrc(files.pointer, Int(file), nil, nil), folder: folder,
      line: Int(clamping: number(DW_AT_call_line, of: scope) ?? 0),
      column: Int(clamping: number(DW_AT_call_column, of: scope) ?? 0))
  }

  /// The name that the linker knows a function by, if it has one, else that of the source.
  static func name(of scope: ScopeIndex.Scope) -> String? {
    var die = scope.die
    for attribute in [DW_AT_linkage_name, DW_AT_name] {
      var value = Dwarf_Attribute()
      guard let found = dwarf_attr_integrate(&die, UInt32(attribute), &value) else { continue }
      if let name = dwarf_formstring(found), name.pointee != 0 { return String(cString: name) }
    }
    return nil
  }

  private func number(_ attribute: Int, of scope: ScopeIndex.Scope) -> UInt64? {
    var die = scope.die
    var value = Dwarf_Attribute()
    var number: Dwarf_Word = 0
    guard
      let found = dwarf_attr(&die, UInt32(attribute), &value),
      dwarf_formudata(found, &number) == 0
    else { return nil }
    return number
  }

  private static func folder(of die: inout Dwarf_Die) -> String? {
    var value = Dwarf_Attribute()
    let found = dwarf_attr(&die, UInt32(DW_AT_comp_dir), &value)
    return dwarf_formstring(found).map { String(cString: $0) }
  }

  private static func files(of die: inout Dwarf_Die) -> (pointer: OpaquePointer?, count: Int) {
    var (pointer, count): (OpaquePointer?, Int) = (nil, 0)
    guard dwarf_getsrcfiles(&die, &pointer, &count) == 0 else { return (nil, 0) }
    return (pointer, count)
  }
}
