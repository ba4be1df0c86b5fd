internal import TestSupport
internal import Testing

@testable internal import HTTP

@Suite struct JSONTextTests {
  private func number(_ text: String) throws(JSONError) -> JSONNumber {
    var offset = 0
    let number = try JSONText.number(Array(text.utf8), from: &offset)
    #expect(offset == text.utf8.count)
    return number
  }

  @Test(arguments: [
    ("0", 0), ("7", 7), ("-7", -7), ("9223372036854775807", .max),
    ("-9223372036854775808", .min), ("9007199254740993", 9_007_199_254_740_993),
  ]) func `keeps whole numbers of 64 bits`(text: String, expected: Int64) throws {
    #expect(try number(text) == .integer(expected))
  }

  @Test(arguments: [
    "9223372036854775808", "-9223372036854775809", "1.0", "1e3", "0.1", "-0", "-0.0", "1E400",
    "-1e400", "1e-400", "123456789012345678901234567890", "0e999999999999", "1e-99999999999",
    "2.2250738585072011e-308", "2.2250738585072014e-308", "4.9e-324", "2.4e-324", "2.5e-324",
    "1.7976931348623157e308", "1.7976931348623158e308", "1.7976931348623159e308",
    "9007199254740993.0",
    "9007199254740992.99999999999999999999999999",
    "0.500000000000000166533453693773481063544750213623046875",
    "3.518437208883201171875e13", "62.5364939768271845828", "8.10109172351e-10",
    "1.50000000000000011102230246251565",
    "1090544144181609348671888949248", "1090544144181609348835077142190",
    "0.000000000000000000000000000001",
    "1448997445238699", "358416272e-33", "9e22", "1e23", "8.5e22", "179769313486231580793e289",
    // Between two numbers, or as near to that as so many digits are.
    "1.8068628843731130e163", "8.0839401289184789947e253", "4.846475920552161168e-274",
    "4.22426127194265795e-322", "3.0377742343940693270e-311", "7.4109846876186981626e-324",
    "9.3249095553667889974276472230202865451451735267272217158048649576448e67",
    "9.32490955536678899742764722302028654514517352672722171580486495764481e67",
    "9e-307", "9.999999999999999999e-307", "1e308", "123456789012345678e290",
  ]) func `rounds others to the nearest`(text: String) throws {
    let expected = try #require(Double(text))
    let found = try number(text).double
    #expect(found.bitPattern == expected.bitPattern, "\(found)")
  }

  @Test func `agrees with the C library on numbers of all sizes`() throws {
    var random = SeededGenerator(seed: 754)
    for _ in 0..<5000 {
      let digits = (0...random.below(30)).map { _ in "\(random.below(10))" }.joined()
      let text = "\(1 + random.below(9)).\(digits)e\(random.below(700) - 350)"
      #expect(try number(text).double == Double(text), "\(text)")
    }
    for _ in 0..<5000 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite, value.magnitude >= Double.leastNormalMagnitude / 4096 || value == 0
      else { continue }
      let text = "\(value)"
      #expect(try number(text).double.bitPattern == value.bitPattern, "\(text)")
    }
  }

  @Test func `looks at digits beyond all halves`() throws {
    // Halfway between 1 and the next number, and then a digit far behind.
    let half = "1.00000000000000011102230246251565404236316680908203125"
    #expect(try number(half).double == 1)
    let above = half + String(repeating: "0", count: 900) + "1"
    #expect(try number(above).double == 1.0.nextUp)
    let whole = "1" + String(repeating: "0", count: 900)
    #expect(try number(whole).double == .infinity)
    #expect(try number(whole + "e-900").double == 1)
  }
}
