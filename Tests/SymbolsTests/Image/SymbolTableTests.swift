internal import Symbols
internal import Testing

@Suite struct SymbolTableTests {
  let symbols: SymbolTable

  init() throws {
    symbols = SymbolTable(of: try ImageFile(path: Fixture.path))
  }

  @Test func `finds a symbol and its size by name`() throws {
    let statistics = try #require(symbols.symbol(named: "kernel_statistics"))
    #expect(statistics.byteCount == 256)
    #expect(statistics.address.rawValue % 8 == 0)
    #expect(!statistics.isFunction)
    #expect(statistics.isGlobal)
    #expect(statistics.section.name == ".data")
    #expect(symbols.symbol(named: "nothing") == nil)
  }

  @Test(arguments: ["kernel_statistics", "main", "memcpy", "opaque", "nothing", ""])
  func `finds an address without the others`(name: String) throws {
    let image = try ImageFile(path: Fixture.path)
    #expect(SymbolTable.address(of: name, in: image) == symbols.symbol(named: name)?.address)
  }

  @Test func `finds the symbol around an address`() throws {
    let main = try #require(symbols.symbol(named: "main"))
    #expect(symbols.symbol(containing: main.address) == main)
    let last = LinkAddress(main.address.rawValue + main.byteCount - 1)
    #expect(symbols.symbol(containing: last) == main)
    #expect(symbols.symbol(containing: LinkAddress(last.rawValue + 1)) == nil)
  }

  @Test func `lets a symbol without size reach to the next`() throws {
    let opaque = try Fixture.address(of: "opaque", plus: 3, in: symbols)
    #expect(symbols.symbol(containing: opaque)?.name == "opaque")
    let last = try #require(symbols.symbol(named: "memcpy"))
    let end = last.section.address.rawValue + last.section.byteCount
    #expect(["memcpy", "memmove"].contains(symbols.symbol(containing: LinkAddress(end - 1))?.name))
    #expect(symbols.symbol(containing: LinkAddress(end)) == nil)
  }

  @Test(arguments: [UInt64(0), 0x1000, .max]) func `finds none elsewhere`(address: UInt64) {
    #expect(symbols.symbol(containing: LinkAddress(address)) == nil)
  }
}
