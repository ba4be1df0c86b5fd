internal import Testing

@testable internal import HTTP

@Suite struct ASCIITests {
  @Test func `knows the characters of tokens, hosts and numbers`() {
    let letters = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8)
    let tokens = letters.union("!#$%&'*+-.^_`|~".utf8)
    let hosts = letters.union("-._~!$&'()*+,;=:[]%".utf8)
    for byte in UInt8.min...UInt8.max {
      #expect(byte.isToken == tokens.contains(byte), "\(byte)")
      #expect(byte.isHost == hosts.contains(byte), "\(byte)")
      #expect(byte.hexadecimal.map(Int.init) == Int(String(UnicodeScalar(byte)), radix: 16))
    }
  }
}
