internal import TestSupport
internal import Testing

@testable internal import Core

@Suite struct MultibootInfoTests {
  /// A tag with what pads it to a multiple of 8 bytes.
  static func tag(_ kind: UInt32, _ body: [UInt8], claiming byteCount: Int? = nil) -> [UInt8] {
    let size = UInt32(byteCount ?? body.count + 8)
    let bytes = MemoryMapTests.littleEndian(kind) + MemoryMapTests.littleEndian(size) + body
    return bytes + [UInt8](repeating: 0xee, count: (8 - bytes.count % 8) % 8)
  }

  /// Information of some tags, and the end.
  static func info(_ tags: [[UInt8]]) -> [UInt8] {
    let body = tags.flatMap { $0 } + tag(0, [])
    return MemoryMapTests.littleEndian(UInt32(body.count + 8)) + [0, 0, 0, 0] + body
  }

  /// A memory map of one entry.
  static let map = tag(
    6,
    MemoryMapTests.littleEndian(UInt32(24)) + [0, 0, 0, 0]
      + MemoryMapTests.bytes([(0x10_0000, 0x10_0000, 1)]))

  /// What was found in information, outside of it.
  struct Found: Equatable {
    var byteCount: Int
    var memoryMap: Range<Int>
    var entryByteCount: Int
    var commandLine: Range<Int>
    var loaderName: Range<Int>
    var rsdp: Range<Int>
  }

  static func parse(_ bytes: [UInt8]) -> Found? {
    guard let info = MultibootInfo(bytes.span.bytes) else { return nil }
    return Found(
      byteCount: info.byteCount, memoryMap: info.memoryMap, entryByteCount: info.entryByteCount,
      commandLine: info.commandLine, loaderName: info.loaderName, rsdp: info.rsdp)
  }

  /// What a range of bytes says up to its first zero.
  static func text(_ range: Range<Int>, _ bytes: [UInt8]) -> String {
    String(decoding: bytes[range].prefix { $0 != 0 }, as: UTF8.self)
  }

  @Test(arguments: [("seabios", 0x10_0000...0xffd_d000), ("ovmf", 0x90_0000...0xeeb_7000)])
  func `reads what GRUB leaves`(firmware: String, largest: ClosedRange<UInt64>) throws {
    let bytes = try Fixtures().bytes("multiboot2/\(firmware).bin")
    let info = try #require(Self.parse(bytes))
    #expect(info.byteCount == bytes.count)
    #expect(Self.text(info.commandLine, bytes) == "address=10.0.0.42/24 gateway=10.0.0.1")
    #expect(Self.text(info.loaderName, bytes) == "GRUB 2.06-13+deb12u2")
    #expect(Self.text(info.rsdp, bytes).hasPrefix("RSD PTR "))
    // ACPI 1.0 under the BIOS, 2.0 and later under UEFI, where the revision is the byte 15.
    #expect(bytes[info.rsdp.lowerBound + 15] == (firmware == "ovmf" ? 2 : 0))
    let map = MemoryMap(
      bytes.span.bytes.extracting(info.memoryMap), entryByteCount: info.entryByteCount)
    let nothing = TakenRanges()
    var ranges: [Range<UInt64>] = []
    while let range = map.nextFree(from: ranges.last?.upperBound ?? 0, except: nothing) {
      ranges.append(range)
    }
    #expect(ranges.contains(largest.lowerBound..<largest.upperBound))
    #expect(ranges.first?.lowerBound == 0)
  }

  @Test func `finds each tag`() throws {
    let bytes = Self.info([
      Self.tag(1, Array("address=10.0.0.42\0junk".utf8)), Self.tag(2, Array("GRUB 2.06\0".utf8)),
      Self.map, Self.tag(14, [UInt8](repeating: 1, count: 20)),
      Self.tag(15, [UInt8](repeating: 2, count: 36)),
    ])
    let info = try #require(Self.parse(bytes))
    #expect(info.byteCount == bytes.count)
    #expect(Self.text(info.commandLine, bytes) == "address=10.0.0.42")
    #expect(Self.text(info.loaderName, bytes) == "GRUB 2.06")
    #expect(info.entryByteCount == 24)
    #expect(info.memoryMap.count == 24)
    #expect(bytes[info.rsdp] == [UInt8](repeating: 2, count: 36)[...])
  }

  @Test(arguments: [[14, 15], [15, 14], [15], [14]])
  func `prefers the newer pointer whatever the order`(kinds: [UInt32]) throws {
    let tags = kinds.map {
      Self.tag($0, [UInt8](repeating: UInt8($0), count: $0 == 15 ? 36 : 20))
    }
    let bytes = Self.info(tags + [Self.map])
    let info = try #require(Self.parse(bytes))
    #expect(bytes[info.rsdp].first == UInt8(kinds.max() ?? 0))
  }

  @Test func `a text without an end is the whole tag`() throws {
    let bytes = Self.info([Self.tag(1, Array("abc".utf8)), Self.map])
    let info = try #require(Self.parse(bytes))
    #expect(Self.text(info.commandLine, bytes) == "abc")
  }

  @Test func `passes over what is too small`() throws {
    let small = Self.tag(
      6, MemoryMapTests.littleEndian(UInt32(24)) + [UInt8](repeating: 0, count: 27))
    let pointers = [Self.tag(14, [1, 2, 3]), Self.tag(15, [UInt8](repeating: 1, count: 35))]
    let bytes = Self.info([small, Self.tag(1, [])] + pointers + [Self.map])
    let info = try #require(Self.parse(bytes))
    #expect(info.rsdp.isEmpty)
    #expect(info.commandLine.isEmpty)
    #expect(info.memoryMap.count == 24)
  }

  @Test(arguments: [0, 7, 1 << 20, Int(UInt32.max)])
  func `a tag of an impossible size ends the list`(byteCount: Int) {
    let before = Self.parse(Self.info([Self.map, Self.tag(1, [65], claiming: byteCount)]))
    #expect(before?.commandLine.isEmpty == true)
    let after = Self.parse(Self.info([Self.tag(1, [65], claiming: byteCount), Self.map]))
    #expect(after?.memoryMap.isEmpty == true)
  }

  @Test func `refuses a size that makes no sense`() {
    for size in [0, 7, UInt32(MultibootInfo.maximumByteCount) + 1, .max] {
      var bytes = Self.info([Self.map])
      bytes.replaceSubrange(0..<4, with: MemoryMapTests.littleEndian(size))
      #expect(Self.parse(bytes) == nil)
    }
  }

  @Test func `refuses every shorter length`() {
    let bytes = Self.info([Self.tag(1, Array("a=1\0".utf8)), Self.map])
    for count in 0..<bytes.count {
      #expect(Self.parse(Array(bytes[..<count])) == nil)
    }
  }

  @Test(arguments: 1...300 as ClosedRange<UInt64>)
  func `damage to what GRUB leaves never traps`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var bytes = try Fixtures().bytes("multiboot2/ovmf.bin")
    for _ in 0..<1 + generator.next() % 20 {
      bytes[Int(generator.next() % 900)] = UInt8(truncatingIfNeeded: generator.next())
    }
    guard let info = Self.parse(bytes) else { return }
    let map = MemoryMap(
      bytes.span.bytes.extracting(info.memoryMap), entryByteCount: info.entryByteCount)
    let (byteCount, end) = (map.usableByteCount, map.end)
    #expect(byteCount <= end)
  }

  @Test(arguments: 1...300 as ClosedRange<UInt64>)
  func `random bytes never trap and lead nowhere outside`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var bytes = Self.info([
      Self.tag(1, Array("a=1\0".utf8)), Self.tag(2, Array("x\0".utf8)), Self.map,
      Self.tag(15, [UInt8](repeating: 2, count: 36)),
    ])
    for _ in 0..<1 + generator.next() % 8 {
      let index = Int(generator.next() % UInt64(bytes.count))
      bytes[index] = generator.next() % 2 == 0 ? 0xff : UInt8(truncatingIfNeeded: generator.next())
    }
    guard let info = Self.parse(bytes) else { return }
    for range in [info.memoryMap, info.commandLine, info.loaderName, info.rsdp] {
      #expect(range.isEmpty || (range.lowerBound >= 8 && range.upperBound <= bytes.count))
    }
  }
}
