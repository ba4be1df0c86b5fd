internal import Testing

@testable internal import HTTP

@Suite struct EntityTagTests {
  @Test(arguments: [
    ("*", true, true), ("\"a\"", true, true), ("W/\"a\"", false, true), ("\"b\"", false, false),
    ("\"b\", \"a\"", true, true), ("\"b\",W/\"a\"", false, true), ("\"b,\", \"a\"", true, true),
    ("a", false, false), ("\"a", false, false), ("\"b\" \"a\"", true, true), ("", false, false),
    ("w/\"a\"", false, false),
  ]) func `is found in lists`(list: String, isStrong: Bool, isWeak: Bool) {
    let bytes = Array(list.utf8)
    let tag = EntityTag([0x61])
    #expect(tag.isListed(in: bytes.raw, 0..<bytes.count, isStrong: true) == isStrong)
    #expect(tag.isListed(in: bytes.raw, 0..<bytes.count, isStrong: false) == isWeak)
    let weak = EntityTag([0x61], isWeak: true)
    #expect(weak.isListed(in: bytes.raw, 0..<bytes.count, isStrong: true) == (list == "*"))
  }

  @Test func `differs if the contents do`() {
    let first = EntityTag(hashing: Array("a".utf8).raw)
    #expect(first == EntityTag(hashing: Array("a".utf8).raw))
    #expect(first != EntityTag(hashing: Array("b".utf8).raw))
    var bytes: [UInt8] = []
    first.append(to: &bytes)
    // The published value of the hash of this letter.
    #expect(bytes.text == "\"af63dc4c8601ec8c\"")
  }
}
