@testable internal import DNS
internal import Testing

@Suite struct DomainNameTests {
  /// The name in wire format.
  private func wire(_ text: String, in origin: String? = nil) throws -> [UInt8] {
    let origin = try origin.map { try DomainName(TestZones.text($0), origin: nil) }
    return Array(try DomainName(TestZones.text(text), origin: origin).bytes[DomainName.headroom...])
  }

  @Test func `reads relative and absolute names`() throws {
    #expect(try wire("Www", in: "a.b") == Query.wire("Www.a.b"))
    #expect(try wire("www.", in: "a.b") == Query.wire("www"))
    #expect(try wire("", in: "a.b") == Query.wire("a.b"))
    #expect(try wire("@", in: "a.b.") == Query.wire("a.b"))
    #expect(try wire(".", in: "a.b") == [0])
    #expect(try wire("a.b") == Query.wire("a.b"))
    #expect(try wire("") == [0])
  }

  @Test func `reads escapes`() throws {
    #expect(try wire(#"a\.b"#) == [3, 0x61, 0x2e, 0x62, 0])
    #expect(try wire(#"\000\255\\"#) == [3, 0, 255, 0x5c, 0])
    #expect(try wire(#"\@"#) == [1, 0x40, 0])
  }

  @Test(arguments: [
    ("a..b", ZoneError.Reason.emptyLabel), (".a", .emptyLabel), ("..", .emptyLabel),
    (#"a\"#, .badEscape), (#"\25"#, .badEscape), (#"\256"#, .badEscape), (#"\2x5"#, .badEscape),
    (String(repeating: "x", count: 64), .labelTooLong),
    (String(repeating: "x.", count: 128), .nameTooLong),
  ]) func `refuses what is no name`(text: String, reason: ZoneError.Reason) {
    #expect(throws: reason) { try wire(text) }
  }

  @Test func `takes names and labels of the largest size`() throws {
    #expect(try wire(String(repeating: "x.", count: 127)).count == 255)
    #expect(try wire(String(repeating: "x", count: 63)).count == 65)
    #expect(throws: ZoneError.Reason.nameTooLong) {
      try wire(String(repeating: "x.", count: 126) + "x", in: "y")
    }
  }
}
