internal import Testing

@testable internal import HTTP

@Suite struct JSONWriterTests {
  private func text(_ write: (inout JSONWriter) -> Void) -> String {
    var json = JSONWriter()
    write(&json)
    return json.bytes.text
  }

  @Test func `writes objects and arrays with their commas`() {
    let written = text { json in
      json.object { object in
        object.set("id", 7)
        object.set("name", "x" as String)
        object.set("raw", text: Array("y".utf8))
        object.array("list") { list in
          list.value(1)
          list.object { _ in }
          list.array { _ in }
          list.value(nil as Int?)
        }
        object.object("deep") { deep in
          deep.set("a", true)
          deep.set(name: Array("b".utf8), [1.5, -0.25])
        }
        object.set("last", "constant" as StaticString)
      }
    }
    #expect(
      written == "{\"id\":7,\"name\":\"x\",\"raw\":\"y\",\"list\":[1,{},[],null],"
        + "\"deep\":{\"a\":true,\"b\":[1.5,-0.25]},\"last\":\"constant\"}")
  }

  @Test func `escapes what must be, and mends what is no UTF-8`() {
    #expect(
      text { $0.value("\"\\\n\r\t\u{1}\u{1f}\u{7f}é😀/" as String) }
        == "\"\\\"\\\\\\n\\r\\t\\u0001\\u001f\u{7f}é😀/\"")
    let broken: [UInt8] = [0x61, 0xff, 0xe2, 0x82, 0x62, 0xc3]
    #expect(text { $0.string(broken.raw) } == "\"a\u{fffd}\u{fffd}\u{fffd}b\u{fffd}\"")
  }

  @Test func `writes numbers so that they read as the same`() throws {
    for number in [0, 1, -1, .max, .min] as [Int] {
      #expect(try JSONValue(Array(text { $0.value(number) }.utf8)).integer() == number)
    }
    for number in [0.1, -0.0, 1e300, Double.leastNonzeroMagnitude, 1.0 / 3, 123456789.125, 1e21] {
      let written = text { $0.value(number) }
      #expect(try JSONValue(Array(written.utf8)).double().bitPattern == number.bitPattern)
    }
    #expect(
      text { $0.value(Double.nan) } == "null" && text { $0.value(-Double.infinity) } == "null")
  }
}
