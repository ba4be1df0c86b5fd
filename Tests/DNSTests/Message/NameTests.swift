internal import DNS
internal import TestSupport
internal import Testing

@Suite struct NameTests {
  static func name(_ text: String) throws -> Name { try #require(Name(Array(text.utf8))) }

  @Test func `reads text`() throws {
    #expect(try Self.name("a.bC").bytes == [1, 0x61, 2, 0x62, 0x43, 0])
    #expect(try Self.name("a.bC.").bytes == [1, 0x61, 2, 0x62, 0x43, 0])
    #expect(try Self.name(#"a\.b\007"#).bytes == [4, 0x61, 0x2e, 0x62, 7, 0])
    #expect(try Self.name(".").bytes == [0])
  }

  @Test(arguments: ["", "a..b", ".a", String(repeating: "a", count: 64), #"a\"#, #"\25"#, #"\256"#])
  func `refuses what is no name`(text: String) {
    #expect(Name(Array(text.utf8)) == nil)
  }

  @Test func `refuses more than 255 bytes`() {
    let label = String(repeating: "a", count: 62) + "."
    #expect(Name(Array(String(repeating: label, count: 4).utf8)) != nil)
    #expect(Name(Array((String(repeating: label, count: 4) + "ab").utf8)) == nil)
  }

  @Test func `a name is below another only at a label`() throws {
    let zone = try Self.name("example.ORG")
    #expect(try Self.name("www.EXAMPLE.org").isAtOrBelow(zone))
    #expect(try Self.name("example.org").isAtOrBelow(zone))
    #expect(try Self.name("example.org").isSame(as: zone))
    #expect(try !Self.name("badexample.org").isAtOrBelow(zone))
    #expect(try !Self.name("org").isAtOrBelow(zone))
    #expect(try !Self.name("example.com").isAtOrBelow(zone))
    #expect(try zone.isAtOrBelow(Self.name(".")))
    // The last bytes of the one are those of the other, but not from a label on.
    #expect(try !Self.name(#"\007example.org"#).isSame(as: zone))
    #expect(try !Self.name(#"x\007example.org"#).isAtOrBelow(zone))
  }

  @Test func `makes capital letters small and no other byte`() throws {
    let name = try Self.name(#"AZ@[`az\193"#)
    #expect(name.lowercased == (try Self.name(#"az@[`az\193"#)))
  }

  @Test func `recasing changes letters alone, and half of them`() throws {
    var generator = SeededGenerator(seed: 0x20)
    let name = try Self.name("a0-z.example." + String(repeating: "q", count: 60))
    var changed = 0
    for _ in 0..<200 {
      let other = name.recased(by: &generator)
      #expect(other.isSame(as: name))
      changed += zip(other.bytes, name.bytes).count { $0 != $1 }
    }
    #expect((6000...8000).contains(changed))
  }
}
