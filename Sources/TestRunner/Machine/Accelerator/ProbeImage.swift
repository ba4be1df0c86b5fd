/// A guest that counts down and ends: the smallest that tells a fast processor from a slow one.
///
/// An ELF file with one segment, whose note names the PVH entry.
///
/// Source: System V ABI, ELF-64 object file format; Xen, xen/include/public/elfnote.h.
enum ProbeImage {
  /// How far it counts: about 50 ms under `tcg`.
  static let iterations: UInt32 = 15_000_000

  /// The file.
  static var bytes: [UInt8] {
    let offset = UInt64(headerByteCount + note.count)
    return header(entry: base + offset) + note + code
  }

  private static let base: UInt64 = 0x10_0000
  private static let headerByteCount = 64 + 2 * 56

  /// The processor is in protected mode, without paging and interrupts.
  private static var code: [UInt8] {
    [0xb9] + little(iterations)  // mov ecx, iterations
      + [0x49, 0x75, 0xfd]  // dec ecx; jnz to it
      + [0xb8] + little(UInt32(0x10))  // mov eax, 0x10: the clean end
      + [0x66, 0xba, 0xf4, 0x00, 0xef]  // mov dx, 0xf4; out dx, eax
      + [0xf4, 0xeb, 0xfd]  // hlt; jump to it
  }

  /// Name length, value length, XEN_ELFNOTE_PHYS32_ENTRY, name, value.
  private static var note: [UInt8] {
    let entry = UInt32(base) + UInt32(headerByteCount) + 20
    return [4, 4, 18].flatMap { little(UInt32($0)) } + Array("Xen\0".utf8) + little(entry)
  }

  private static func header(entry: UInt64) -> [UInt8] {
    let identity: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9)
    let executable = little(UInt16(2)) + little(UInt16(62)) + little(UInt32(1))
    let tables = little(entry) + little(UInt64(64)) + little(UInt64(0)) + little(UInt32(0))
    let sizes = [64, 56, 2, 64, 0, 0].flatMap { little(UInt16($0)) }
    let fileSize = headerByteCount + note.count + code.count
    return identity + executable + tables + sizes
      + segment(type: 1, flags: 5, offset: 0, count: fileSize, alignment: 0x1000)
      + segment(type: 4, flags: 4, offset: headerByteCount, count: note.count, alignment: 4)
  }

  private static func segment(
    type: UInt32, flags: UInt32, offset: Int, count: Int, alignment: Int
  ) -> [UInt8] {
    let address = base + UInt64(offset)
    let words = [UInt64(offset), address, address, UInt64(count), UInt64(count), UInt64(alignment)]
    return little(type) + little(flags) + words.flatMap { little($0) }
  }

  private static func little(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }
}
