internal import CDwarf

/// The debug information of an image.
final class DebugInformation {
  /// The compilation units that have code.
  let units: [DebugUnit]

  private let image: ImageFile
  private let dwarf: OpaquePointer

  /// Finds the compilation units of an image.
  ///
  /// - Parameter image: The image, which is kept.
  /// - Throws: `noDebugInformation` if there is none, `damaged` if it cannot be read.
  init(of image: ImageFile) throws(ImageError) {
    guard image.section(named: ".debug_info") != nil || image.section(named: ".zdebug_info") != nil
    else { throw .noDebugInformation(path: image.path) }
    guard let dwarf = dwarf_begin_elf(image.elf, DWARF_C_READ, nil) else {
      let reason = dwarf_errmsg(-1).map { String(cString: $0) } ?? "no reason given"
      throw .damaged(path: image.path, reason: reason)
    }
    let code = image.sections.filter(\.isExecutable)
    units = Self.findUnits(of: dwarf) { range in
      code.contains {
        $0.contains(LinkAddress(range.lowerBound)) && $0.contains(LinkAddress(range.upperBound - 1))
      }
    }
    self.image = image
    self.dwarf = dwarf
  }

  deinit {
    dwarf_end(dwarf)
  }

  /// The unit that has code at an address.
  func unit(containing address: UInt64) -> DebugUnit? {
    units.first { $0.contains(address) }
  }

  private static func findUnits(
    of dwarf: OpaquePointer, isCode: @escaping (Range<UInt64>) -> Bool
  ) -> [DebugUnit] {
    var units: [DebugUnit] = []
    var unit: OpaquePointer?
    while true {
      var die = Dwarf_Die()
      var (version, type): (Dwarf_Half, UInt8) = (0, 0)
      guard dwarf_get_units(dwarf, unit, &unit, &version, &type, &die, nil) == 0 else { break }
      guard Int(dwarf_tag(&die)) == Int(DW_TAG_compile_unit) else { continue }
      units.append(DebugUnit(die, isCode: isCode))
    }
    return units
  }
}
