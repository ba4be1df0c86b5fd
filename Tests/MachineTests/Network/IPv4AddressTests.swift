internal import Foundation
internal import Testing

@testable internal import Machine

@Suite struct IPv4AddressTests {
  @Test func `reads and writes the decimal form`() throws {
    let address = try #require(IPv4Address("10.0.0.42"))
    #expect(address == IPv4Address(10, 0, 0, 42))
    #expect(address.value == 0x0a00_002a)
    #expect(address.bytes == [10, 0, 0, 42])
    #expect(address.description == "10.0.0.42")
  }

  @Test(arguments: ["", "10.0.0", "10.0.0.0.1", "10.0.0.256", "10.0.0.x", "10..0.1", "10.0.0.-1"])
  func `refuses everything else`(text: String) {
    #expect(IPv4Address(text) == nil)
  }

  @Test func `is a text in JSON`() throws {
    let data = try JSONEncoder().encode([IPv4Address(1, 2, 3, 4)])
    #expect(String(decoding: data, as: UTF8.self) == "[\"1.2.3.4\"]")
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([IPv4Address].self, from: Data("[\"1.2.3\"]".utf8))
    }
  }
}
