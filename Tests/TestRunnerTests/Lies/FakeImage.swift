/// An image that says where things lie, and has no code.
enum FakeImage {
  /// The bytes of an ELF file.
  ///
  /// - Parameter symbols: Names and addresses.
  /// - Returns: The file.
  static func bytes(_ symbols: KeyValuePairs<String, UInt64>) -> [UInt8] {
    var names: [UInt8] = [0]
    var table = [UInt8](repeating: 0, count: 24)
    for (name, address) in symbols {
      // A global object of the first section.
      table += little(UInt64(names.count), 4) + [0x11, 0, 1, 0] + little(address, 8) + little(8, 8)
      names += Array(name.utf8) + [0]
    }
    let (place, end) = (UInt64(64 + table.count), UInt64(64 + table.count + names.count))
    var header: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0] + little(0, 8)
    header += little(2, 2) + little(62, 2) + little(1, 4) + little(0, 8) + little(0, 8)
    header += little(end, 8) + little(0, 4) + little(64, 2) + little(0, 2) + little(0, 2)
    header += little(64, 2) + little(3, 2) + little(2, 2)
    let sections =
      [UInt8](repeating: 0, count: 64)
      + section(type: 2, from: 64, to: place, link: 2, first: 1, entrySize: 24)
      + section(type: 3, from: place, to: end, link: 0, first: 0, entrySize: 0)
    return header + table + names + sections
  }

  private static func section(
    type: UInt64, from start: UInt64, to end: UInt64, link: UInt64, first: UInt64, entrySize: UInt64
  ) -> [UInt8] {
    let place = little(0, 8) + little(0, 8) + little(start, 8) + little(end - start, 8)
    return little(0, 4) + little(type, 4) + place + little(link, 4) + little(first, 4)
      + little(1, 8) + little(entrySize, 8)
  }

  private static func little(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
  }
}
