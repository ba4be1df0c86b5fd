internal import Foundation
internal import Testing

@testable internal import Machine

@Suite struct MACAddressTests {
  @Test func `reads and writes the hexadecimal form`() throws {
    let address = try #require(MACAddress("52:54:00:0a:FF:42"))
    #expect(address == MACAddress(0x52, 0x54, 0, 0x0a, 0xff, 0x42))
    #expect(address.description == "52:54:00:0a:ff:42")
  }

  @Test(arguments: [
    "", "52:54:00:00:00", "52:54:00:00:00:42:00", "52-54-00-00-00-42", "5:4:0:0:0:2",
  ])
  func `refuses everything else`(text: String) {
    #expect(MACAddress(text) == nil)
  }

  @Test func `is a text in JSON`() throws {
    let data = try JSONEncoder().encode([MACAddress(1, 2, 3, 4, 5, 6)])
    #expect(String(decoding: data, as: UTF8.self) == "[\"01:02:03:04:05:06\"]")
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([MACAddress].self, from: Data("[\"x\"]".utf8))
    }
  }
}
