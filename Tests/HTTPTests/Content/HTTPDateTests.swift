internal import Testing

@testable internal import HTTP

@Suite struct HTTPDateTests {
  private func parse(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    return HTTPDate.parse(bytes.raw, 0..<bytes.count)
  }

  @Test(arguments: [
    "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
  ]) func `reads the three forms`(text: String) {
    #expect(parse(text) == 784_111_777)
  }

  @Test(arguments: [
    "", "Sun", "Sun, 06 Nov 1994", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 32 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:60:37 GMT", "784111777",
    "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:37 GMT x",
  ]) func `refuses what is no date`(text: String) {
    #expect(parse(text) == nil)
  }

  @Test func `reads what it writes`() {
    for seconds in stride(from: 0, to: 4_102_444_800, by: 98_765_431) {
      var bytes: [UInt8] = []
      HTTPDate.append(seconds, to: &bytes)
      #expect(bytes.count == HTTPDate.byteCount && parse(bytes.text) == seconds)
    }
    var bytes: [UInt8] = []
    HTTPDate.append(951_782_400, to: &bytes)
    #expect(bytes.text == "Tue, 29 Feb 2000 00:00:00 GMT")
  }
}
