internal import CDwarf

/// An ELF file for x86-64.
///
/// The file is copied into memory, so that a build may replace it while it is in use.
public final class ImageFile {
  /// Where the file was read.
  public let path: String
  /// The sections, in the order of the file.
  public let sections: [Section]
  /// What the linker calls this very build, in hexadecimal digits; nil if it did not say.
  public let buildIdentity: String?

  /// The file, as libelf knows it.
  let elf: OpaquePointer
  private let storage: UnsafeMutableBufferPointer<CChar>

  /// Reads a file.
  ///
  /// - Parameter path: Path of the file.
  /// - Throws: `unreadable`, `notELF`, `wrongMachine`, or `damaged` if its sections cannot be read.
  public convenience init(path: String) throws(ImageError) {
    let contents: FileContents
    do throws(FileContents.Failure) {
      contents = try FileContents(path: path)
    } catch {
      throw .unreadable(path: path, code: error.code)
    }
    try self.init(path: path, bytes: contents.bytes)
  }

  /// Takes the bytes of a file.
  ///
  /// - Parameters:
  ///   - path: What to call the file in errors.
  ///   - bytes: Its contents.
  /// - Throws: `notELF`, `wrongMachine`, or `damaged` if its sections cannot be read.
  public init(path: String, bytes: [UInt8]) throws(ImageError) {
    guard bytes.prefix(4) == [0x7f, 0x45, 0x4c, 0x46] else { throw .notELF(path: path) }
    elf_version(UInt32(EV_CURRENT))
    let storage = UnsafeMutableBufferPointer<CChar>.allocate(capacity: bytes.count)
    bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(storage).copyMemory(from: $0) }
    guard let elf = elf_memory(storage.baseAddress, storage.count) else {
      storage.deallocate()
      throw .damaged(path: path, reason: Self.elfReason)
    }
    do throws(ImageError) {
      try Self.checkMachine(elf, path: path)
      sections = try Self.readSections(elf, path: path)
    } catch {
      elf_end(elf)
      storage.deallocate()
      throw error
    }
    buildIdentity = Self.findBuildIdentity(elf)
    (self.path, self.elf, self.storage) = (path, elf, storage)
  }

  deinit {
    elf_end(elf)
    storage.deallocate()
  }

  /// The first section of a name.
  public func section(named name: String) -> Section? {
    sections.first { $0.name == name }
  }

  /// The bytes of a section; nil if the file does not hold them.
  func contents(of section: Section) -> [UInt8]? {
    bytes(section.fileOffset, section.byteCount)
  }

  /// Bytes that lie in memory at an address; nil if the file does not hold them.
  public func bytes(at address: LinkAddress, count: Int) -> [UInt8]? {
    let section = sections.first { $0.address.rawValue != 0 && $0.contains(address) }
    guard let section, count >= 0 else { return nil }
    // A damaged file's sections may lie anywhere, and have any size.
    let offset = address.rawValue - section.address.rawValue
    let (place, exceeds) = section.fileOffset.addingReportingOverflow(offset)
    guard section.isStored, !exceeds, UInt64(count) <= section.byteCount - offset else {
      return nil
    }
    return bytes(place, UInt64(count))
  }

  private func bytes(_ offset: UInt64, _ count: UInt64) -> [UInt8]? {
    let size = UInt64(storage.count)
    guard offset <= size, count <= size - offset else { return nil }
    return storage[Int(offset)..<Int(offset + count)].map { UInt8(bitPattern: $0) }
  }

  /// A stretch of the image with one purpose.
  public struct Section: Equatable, Sendable {
    public let name: String
    /// Where it lies in memory; 0 if it does not.
    public let address: LinkAddress
    public let byteCount: UInt64
    /// Whether it lies in memory and holds code.
    public let isExecutable: Bool
    /// Where its bytes are in the file.
    public let fileOffset: UInt64
    /// Whether the file has its bytes; else they are 0.
    public let isStored: Bool

    /// Whether an address lies inside.
    public func contains(_ address: LinkAddress) -> Bool {
      address >= self.address && address.rawValue - self.address.rawValue < byteCount
    }
  }
}

extension ImageFile {
  /// What libelf says about its last failure.
  static var elfReason: String {
    elf_errmsg(-1).map { String(cString: $0) } ?? "no reason given"
  }

  private static func checkMachine(_ elf: OpaquePointer, path: String) throws(ImageError) {
    var header = GElf_Ehdr()
    guard elf_kind(elf) == ELF_K_ELF, gelf_getehdr(elf, &header) != nil else {
      throw .damaged(path: path, reason: elfReason)
    }
    guard gelf_getclass(elf) == ELFCLASS64, header.e_machine == EM_X86_64 else {
      throw .wrongMachine(path: path)
    }
  }

  private static func readSections(
    _ elf: OpaquePointer, path: String
  ) throws(ImageError) -> [Section] {
    var names = 0
    guard elf_getshdrstrndx(elf, &names) == 0 else {
      throw .damaged(path: path, reason: elfReason)
    }
    var sections: [Section] = []
    var section = elf_nextscn(elf, nil)
    while let current = section {
      var header = GElf_Shdr()
      guard gelf_getshdr(current, &header) != nil else {
        throw .damaged(path: path, reason: elfReason)
      }
      let name = elf_strptr(elf, names, Int(header.sh_name)).map { String(cString: $0) } ?? ""
      let code = UInt64(SHF_ALLOC | SHF_EXECINSTR)
      sections.append(
        Section(
          name: name, address: LinkAddress(header.sh_addr), byteCount: header.sh_size,
          isExecutable: header.sh_flags & code == code, fileOffset: header.sh_offset,
          isStored: header.sh_type != UInt32(SHT_NOBITS)))
      section = elf_nextscn(elf, current)
    }
    return sections
  }

  /// Finds the note that `--build-id` leaves.
  private static func findBuildIdentity(_ elf: OpaquePointer) -> String? {
    var section = elf_nextscn(elf, nil)
    while let current = section {
      var header = GElf_Shdr()
      if gelf_getshdr(current, &header) != nil, header.sh_type == UInt32(SHT_NOTE),
        let data = elf_getdata(current, nil), let identity = buildIdentity(in: data)
      {
        return identity
      }
      section = elf_nextscn(elf, current)
    }
    return nil
  }

  private static func buildIdentity(in data: UnsafeMutablePointer<Elf_Data>) -> String? {
    guard let start = data.pointee.d_buf else { return nil }
    let bytes = UnsafeRawBufferPointer(start: start, count: data.pointee.d_size)
    var (offset, nameOffset, descriptionOffset) = (0, 0, 0)
    var note = GElf_Nhdr()
    while true {
      let next = gelf_getnote(data, offset, &note, &nameOffset, &descriptionOffset)
      guard next > offset else { return nil }
      let name = nameOffset..<nameOffset + Int(note.n_namesz)
      let description = descriptionOffset..<descriptionOffset + Int(note.n_descsz)
      if note.n_type == UInt32(NT_GNU_BUILD_ID), bytes.indices.contains(name.lowerBound),
        name.upperBound <= bytes.count, description.upperBound <= bytes.count,
        bytes[name].elementsEqual("GNU\0".utf8)
      {
        return bytes[description].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      }
      offset = next
    }
  }
}
