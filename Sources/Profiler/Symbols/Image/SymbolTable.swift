internal import CDwarf
internal import Glibc

/// The symbols of an image, by address and by name.
public struct SymbolTable: Sendable {
  /// The symbols, by ascending address.
  public let symbols: [Symbol]

  /// Reads the symbols of an image; those that name a file or a section are left out.
  ///
  /// - Parameter image: The image; without a symbol table there will be no symbols.
  public init(of image: ImageFile) {
    var symbols: [Symbol] = []
    var section = elf_nextscn(image.elf, nil)
    while let current = section {
      var header = GElf_Shdr()
      if gelf_getshdr(current, &header) != nil, header.sh_type == UInt32(SHT_SYMTAB) {
        symbols += Self.read(current, header, of: image)
      }
      section = elf_nextscn(image.elf, current)
    }
    symbols.sort { ($0.address, $0.rank, $0.name) < ($1.address, $1.rank, $1.name) }
    self.symbols = symbols
  }

  /// Where a symbol lies, found without reading those of other names.
  ///
  /// - Parameters:
  ///   - name: The symbol; a global one is meant, if there are several.
  ///   - image: The image.
  /// - Returns: Nil if there is none.
  public static func address(of name: String, in image: ImageFile) -> LinkAddress? {
    var found: Symbol?
    var section = elf_nextscn(image.elf, nil)
    while let current = section, found?.isGlobal != true {
      var header = GElf_Shdr()
      if gelf_getshdr(current, &header) != nil, header.sh_type == UInt32(SHT_SYMTAB) {
        let named = read(current, header, of: image, named: name)
        found = named.first { $0.isGlobal } ?? found ?? named.first
      }
      section = elf_nextscn(image.elf, current)
    }
    return found?.address
  }

  /// The symbol of a name; a global one, if there are several.
  public func symbol(named name: String) -> Symbol? {
    let named = symbols.filter { $0.name == name }
    return named.first { $0.isGlobal } ?? named.first
  }

  /// The symbol that an address lies in.
  ///
  /// Prefers symbols that know their size. One that does not, as in hand-written assembly, reaches
  /// to the next symbol or the end of its section.
  public func symbol(containing address: LinkAddress) -> Symbol? {
    let end = symbols.partitioningIndex { $0.address > address }
    // Few symbols lie inside others: labels in assembly, aliases.
    let candidates = symbols[max(0, end - 16)..<end].reversed()
    if let sized = candidates.first(where: { $0.contains(address) }) { return sized }
    guard let nearest = candidates.first, nearest.byteCount == 0 else { return nil }
    return nearest.section.contains(address) ? nearest : nil
  }

  private static func read(
    _ section: OpaquePointer, _ header: GElf_Shdr, of image: ImageFile, named name: String? = nil
  ) -> [Symbol] {
    guard let data = elf_getdata(section, nil) else { return [] }
    let count = data.pointee.d_size / MemoryLayout<Elf64_Sym>.size
    return (0..<Int32(clamping: count)).compactMap { index in
      var entry = GElf_Sym()
      guard gelf_getsym(data, index, &entry) != nil else { return nil }
      if let name {
        let found = elf_strptr(image.elf, Int(header.sh_link), Int(entry.st_name))
        guard let found, strcmp(found, name) == 0 else { return nil }
      }
      return Symbol(entry, names: Int(header.sh_link), of: image)
    }
  }
}

/// A name for an address, given by the compiler, the assembler or the linker.
public struct Symbol: Equatable, Sendable {
  /// The name as it stands in the file, mangled if its language does so.
  public let name: String
  public let address: LinkAddress
  /// Bytes from the address on; 0 if unknown.
  public let byteCount: UInt64
  /// Whether the symbol is known to be code.
  public let isFunction: Bool
  /// Whether the symbol is seen by other files of the link.
  public let isGlobal: Bool
  /// The section that it lies in.
  public let section: ImageFile.Section

  /// Whether an address lies between the symbol and its end; never, if the size is unknown.
  public func contains(_ address: LinkAddress) -> Bool {
    address >= self.address && address.rawValue - self.address.rawValue < byteCount
  }

  /// Orders symbols of one address: the highest is the best to show.
  fileprivate var rank: Int {
    (isFunction ? 4 : 0) + (byteCount > 0 ? 2 : 0) + (isGlobal ? 1 : 0)
  }

  fileprivate init?(_ entry: GElf_Sym, names: Int, of image: ImageFile) {
    let type = Int32(entry.st_info & 0xf)
    let sectionIndex = Int(entry.st_shndx) - 1
    guard
      type != STT_FILE, type != STT_SECTION, image.sections.indices.contains(sectionIndex),
      let name = elf_strptr(image.elf, names, Int(entry.st_name)), name.pointee != 0
    else { return nil }
    self.name = String(cString: name)
    address = LinkAddress(entry.st_value)
    byteCount = entry.st_size
    isFunction = type == STT_FUNC
    isGlobal = entry.st_info >> 4 != UInt8(STB_LOCAL)
    section = image.sections[sectionIndex]
  }
}

extension RandomAccessCollection where Index == Int {
  /// The first index whose element has a property, which all elements after it have too.
  ///
  /// - Complexity: O(log n).
  func partitioningIndex(where belongsToSecond: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if belongsToSecond(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
