@testable internal import DNS
internal import Testing

@Suite struct IPv6AddressTests {
  @Test(arguments: [
    ("::", ""), ("::1", "1"), ("fd00::42", "fd000000000000000000000000000042"),
    ("2001:db8::", "20010db8000000000000000000000000"),
    ("1:2:3:4:5:6:7:8", "00010002000300040005000600070008"),
    ("1:2:3:4:5:6:7::", "00010002000300040005000600070000"),
    ("::2:3:4:5:6:7:8", "00000002000300040005000600070008"),
    ("ABCD:ef01::a", "abcdef0100000000000000000000000a"),
  ]) func `reads an address`(text: String, digits: String) throws {
    let address = try #require(IPv6Address(Array(text.utf8)))
    let found = address.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    #expect(found == String(repeating: "0", count: 32 - digits.count) + digits)
  }

  @Test(arguments: [
    "", ":", ":::", "1", "1:", ":1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::",
    "g::", "1:2:3:4:5:6:7:8::", "::1.2.3.4", "::1%0", "1:::2", "1::2:", "::1:2:3:4:5:6:7:8",
  ]) func `refuses what is no address`(text: String) {
    #expect(IPv6Address(Array(text.utf8)) == nil)
  }
}
