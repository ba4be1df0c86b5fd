internal import Telemetry
internal import Testing

@Suite struct CounterNameTests {
  private func equals(_ text: String, _ number: Int?, _ other: StaticString) -> Bool {
    let bytes = Array(text.utf8)
    let name = CounterName(bytes.span.bytes, number: number)
    return name.equals(other)
  }

  @Test func `is compared with texts`() {
    #expect(equals("vector ", nil, "vector "))
    #expect(equals("vector ", 12, "vector 12"))
    #expect(!equals("vector ", 12, "vector 1"))
    #expect(!equals("vector ", nil, ""))
  }
}
