internal import Testing

@testable internal import Core

@Suite struct NetworkArgumentsTests {
  static func parse(_ text: String) throws(ArgumentError) -> NetworkArguments? {
    try NetworkArguments(CommandLine(Array(text.utf8)))
  }

  @Test func `reads address, prefix and gateway`() throws {
    let arguments = try #require(try Self.parse("address=10.0.0.42/20 gateway=10.0.0.1"))
    #expect(arguments.address == 0x0a00_002a)
    #expect(arguments.prefixLength == 20)
    #expect(arguments.gateway == 0x0a00_0001)
  }

  @Test func `a prefix of 24 and no gateway are assumed`() throws {
    let arguments = try #require(try Self.parse("address=10.0.0.42"))
    #expect(arguments.prefixLength == 24)
    #expect(arguments.gateway == nil)
  }

  @Test func `each interface has its own`() throws {
    let words = "address=10.0.0.42 address1=10.0.1.42/16 gateway1=10.0.1.1 address7=10.0.7.42"
    let line = CommandLine(Array(words.utf8))
    let second = try #require(try NetworkArguments(line, number: 1))
    #expect(second.address == 0x0a00_012a && second.prefixLength == 16)
    #expect(second.gateway == 0x0a00_0101)
    #expect(try NetworkArguments(line, number: 7)?.address == 0x0a00_072a)
    for number in [2, 3, 4, 5, 6, 8, -1] {
      #expect(try NetworkArguments(line, number: number) == nil)
    }
  }

  @Test func `there need be none`() throws {
    #expect(try Self.parse("") == nil)
    #expect(try Self.parse("gateway=nonsense") == nil)
  }

  @Test(arguments: [
    "address=", "address", "address=10.0.0", "address=10.0.0.256", "address=10.0.0.1/33",
    "address=10.0.0.1/24x", "address=10.0.0.1.2", "address=10.0.0.1 gateway=10",
    "address=10.0.0.1 gateway",
  ])
  func `refuses nonsense`(text: String) {
    #expect(throws: ArgumentError.self) { try Self.parse(text) }
  }
}
