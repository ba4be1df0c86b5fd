internal import Foundation
internal import Testing

@testable internal import TestRunner

@Suite struct SymbolLookupTests {
  /// The smallest ELF file that has a symbol: header, section headers, symbols, strings.
  private let file: [UInt8] = {
    func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
      withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
    func section(type: UInt32, offset: UInt64, size: UInt64, link: UInt32) -> [UInt8] {
      bytes(UInt32(0)) + bytes(type) + bytes(UInt64(0)) + bytes(UInt64(0)) + bytes(offset)
        + bytes(size) + bytes(link) + bytes(UInt32(0)) + bytes(UInt64(1)) + bytes(UInt64(24))
    }
    func symbol(name: UInt32, value: UInt64) -> [UInt8] {
      bytes(name) + [1, 0, 1, 0] + bytes(value) + bytes(UInt64(8))
    }
    let names = Array("\0counters\0counters_end\0".utf8)
    let symbols =
      symbol(name: 0, value: 0) + symbol(name: 10, value: 0x2000) + symbol(name: 1, value: 0x1000)
    let header =
      [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9 + 24) + bytes(UInt64(64))
      + [UInt8](repeating: 0, count: 12) + bytes(UInt16(2)) + bytes(UInt16(0))
    let start = UInt64(64 + 128)
    return header + section(type: 2, offset: start, size: UInt64(symbols.count), link: 1)
      + section(
        type: 3, offset: start + UInt64(symbols.count), size: UInt64(names.count), link: 0)
      + symbols + names
  }()

  private func find(_ name: String, in file: [UInt8]) -> UInt64? {
    file.withUnsafeBytes { SymbolLookup.find(name, in: $0) }
  }

  @Test func `finds a whole name and no part of one`() {
    #expect(find("counters", in: file) == 0x1000)
    #expect(find("counters_end", in: file) == 0x2000)
    #expect(find("count", in: file) == nil)
    #expect(find("ounters", in: file) == nil)
  }

  @Test func `a cut file has no symbols`() {
    for count in 0..<file.count { #expect(find("counters_end", in: Array(file[..<count])) == nil) }
  }

  @Test func `damage never traps`() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      var damaged = file
      for _ in 0..<4 {
        damaged[Int.random(in: 4..<192, using: &generator)] = .random(
          in: 0...255, using: &generator)
      }
      _ = find("counters", in: damaged)
    }
  }

  @Test func `knows the symbols of this very program`() {
    #expect(SymbolLookup.address(of: "main", in: "/proc/self/exe") != nil)
    #expect(SymbolLookup.address(of: "no such symbol", in: "/proc/self/exe") == nil)
    #expect(SymbolLookup.address(of: "main", in: "/nowhere") == nil)
    #expect(SymbolLookup.address(of: "main", in: #filePath) == nil)
  }
}
