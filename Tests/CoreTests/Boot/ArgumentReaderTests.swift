internal import Testing

@testable internal import Core

@Suite struct ArgumentReaderTests {
  @Test func `reads decimal and hexadecimal numbers`() {
    var reader = ArgumentReader(Array("512@0xFeb00e00:12".utf8)[...])
    let size = reader.number(Int.self)
    let wrongSign = reader.take(":")
    let at = reader.take("@")
    let base = reader.number(UInt64.self)
    let colon = reader.take(":")
    let last = reader.number(UInt8.self)
    #expect(size == 512)
    #expect(!wrongSign && at && colon)
    #expect(base == 0xfeb0_0e00)
    #expect(last == 12)
    #expect(reader.isAtEnd)
  }

  @Test(arguments: ["", "x", "-1", "0xg", ":1"]) func `refuses what is no number`(text: String) {
    var reader = ArgumentReader(Array(text.utf8)[...])
    let number = reader.number(Int.self)
    #expect(number == nil)
  }

  @Test func `refuses a number that does not fit`() {
    var reader = ArgumentReader(Array("256".utf8)[...])
    let number = reader.number(UInt8.self)
    #expect(number == nil)
  }
}
