internal import CDwarf

/// The debug information of an image.
final class DebugInformation {
  /// The code that units claim, by ascending address.
  private let claims: [(range: Range<UInt64>, unit: DebugUnit)]
  /// Units that do not say where their code is.
  private let others: [DebugUnit]

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
    let units = Self.findUnits(of: dwarf) { range in
      code.contains {
        $0.contains(LinkAddress(range.lowerBound)) && $0.contains(LinkAddress(range.upperBound - 1))
      }
    }
    claims = units.flatMap { unit in unit.ranges.map { ($0, unit) } }
      .sorted { $0.range.lowerBound < $1.range.lowerBound }
    others = units.filter(\.ranges.isEmpty)
    self.image = image
    self.dwarf = dwarf
  }

  deinit {
    dwarf_end(dwarf)
  }

  /// The unit that has code at an address.
  func unit(containing address: UInt64) -> DebugUnit? {
    let index = claims.partitioningIndex { $0.range.lowerBound > address } - 1
    if index >= 0, claims[index].range.contains(address) { return claims[index].unit }
    return others.first { !$0.scopes.chain(at: address).scopes.isEmpty }
  }

  /// How to find callers; nil if the compiler did not write it down.
  private(set) lazy var callFrames = CallFrameInformation(of: dwarf)

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
