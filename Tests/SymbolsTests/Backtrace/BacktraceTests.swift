internal import Symbols
internal import Testing

@Suite struct BacktraceTests {
  let symboliser: Symboliser
  let backtrace: Backtrace

  init() throws {
    symboliser = try Symboliser(path: Fixture.path)
    let table = try #require(
      symboliser.symbols.symbol(named: "$e7Fixture7ServiceC5tableyS2iFTf4nd_n"))
    let stack = [
      StackAddress(LinkAddress(table.address.rawValue + table.byteCount - 2), isExact: true),
      StackAddress(
        try Fixture.address(of: "_start", plus: 7, in: symboliser.symbols), isExact: false),
      StackAddress(LinkAddress(0x10f3), isExact: false),
    ]
    backtrace = Backtrace(stack, isTruncated: true, by: symboliser)
  }

  @Test func `reads from the innermost function to the outermost`() {
    #expect(
      backtrace.text(shortening: "/fixture") == [
        "#0  Swift runtime failure: Division by zero (inlined)",
        "#1  divided(_:by:) at Table.swift:23:9 (inlined)",
        "#2  halved(_:) at Table.swift:17:3 (inlined)",
        "#3  Service.table(_:) at Service.swift:66:33",
        "#4  _start",
        "#5  0x10f3",
        "more calls follow",
      ])
  }

  @Test func `finds the place that matters to the reader`() {
    #expect(backtrace.location(below: "/fixture").map { "\($0)" } == "/fixture/Table.swift:23:9")
    #expect(backtrace.location(below: "/else").map { "\($0)" } == "/fixture/Table.swift:23:9")
    #expect(Backtrace([], isTruncated: false, by: symboliser).location(below: "/") == nil)
  }

  @Test func `keeps the calls apart`() {
    #expect(backtrace.calls.map(\.frames.count) == [4, 1, 0])
    #expect(backtrace.frames.count == 5)
    #expect(backtrace.isTruncated)
  }

  @Test func `is empty for an empty stack`() {
    #expect(Backtrace([], isTruncated: false, by: symboliser).text() == [])
  }
}
