internal import Profiler
internal import Testing

@Suite struct ByteWriterTests {
  private func written(_ body: (inout ByteWriter) -> Void) -> String {
    var writer = ByteWriter()
    body(&writer)
    return SampleProfiles.text(writer.bytes)
  }

  @Test func `writes numbers in digits`() {
    #expect(written { $0.add(decimal: 0) } == "0")
    #expect(written { $0.add(decimal: -1203) } == "-1203")
    #expect(written { $0.add(decimal: Int.min) } == "\(Int.min)")
    #expect(written { $0.add(decimal: UInt64.max) } == "\(UInt64.max)")
    #expect(written { $0.add(hexadecimal: 0) } == "0")
    #expect(written { $0.add(hexadecimal: 0x10ff) } == "10ff")
    #expect(written { $0.add(hexadecimal: .max) } == "ffffffffffffffff")
  }

  @Test func `rounds fractions`() {
    #expect(written { $0.add(1.005, digits: 1) } == "1.0")
    #expect(written { $0.add(99.996, digits: 2) } == "100.00")
    #expect(written { $0.add(-0.5, digits: 2) } == "-0.50")
    #expect(written { $0.add(-0.001, digits: 2) } == "0.00")
    #expect(written { $0.add(7.07, digits: 0) } == "7")
    #expect(written { $0.add(.infinity, digits: 2) } == "0")
  }

  @Test func `quotes for JSON and XML`() {
    #expect(written { $0.add(json: "a\"\\\n<\u{1}é") } == #""a\"\\\n\u003c\u0001é""#)
    #expect(written { $0.add(xml: "a<b>&\"\u{1}") } == "a&lt;b&gt;&amp;&quot;?")
  }
}
