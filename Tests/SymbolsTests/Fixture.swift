internal import Foundation
internal import Symbols
internal import Testing

/// The image that the tests read.
enum Fixture {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures/image")
  static let path = folder.appending(path: "image.elf").path

  static func bytes() throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: "image.elf")))
  }

  /// Lines of a text beside the image.
  static func lines(of name: String) throws -> [String] {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      .split(separator: "\n").map(String.init)
  }

  /// Address of a symbol, with an offset.
  static func address(
    of name: String, plus offset: UInt64 = 0, in symbols: SymbolTable
  ) throws -> LinkAddress {
    let symbol = try #require(symbols.symbol(named: name), "no symbol \(name)")
    return LinkAddress(symbol.address.rawValue + offset)
  }
}

/// Numbers that look random and are the same in each run.
///
/// Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}
