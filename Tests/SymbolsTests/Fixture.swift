internal import Symbols
internal import TestSupport
internal import Testing

/// The image that the tests read.
enum Fixture {
  static let path = Fixtures().path("image/image.elf")

  static func bytes() throws -> [UInt8] { try Fixtures().bytes("image/image.elf") }

  /// Address of a symbol, with an offset.
  static func address(
    of name: String, plus offset: UInt64 = 0, in symbols: SymbolTable
  ) throws -> LinkAddress {
    let symbol = try #require(symbols.symbol(named: name), "no symbol \(name)")
    return LinkAddress(symbol.address.rawValue + offset)
  }
}
