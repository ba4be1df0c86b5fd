internal import TestSupport
internal import Testing

@testable internal import HTTP

@Suite struct Base64Tests {
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ]) func `encodes and decodes what the standard does`(text: String, encoded: String) {
    #expect(Base64.encode(Array(text.utf8)).text == encoded)
    #expect(Base64.decode(Array(encoded.utf8))?.text == text)
  }

  @Test(arguments: ["Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Z===", "====", "Zm 9v", "Zg==Zg=="])
  func `refuses what is none`(text: String) {
    #expect(Base64.decode(Array(text.utf8)) == nil)
  }

  @Test func `decodes what it encodes`() {
    var random = SeededGenerator(seed: 64)
    for _ in 0..<500 {
      let bytes = random.bytes(upTo: 50)
      #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }
  }
}
