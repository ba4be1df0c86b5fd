internal import Sampler
internal import Telemetry
internal import Testing

@Suite struct OpenSpansTests {
  private func span(_ start: UInt64) -> OpenSpan {
    OpenSpan(start: start, nameAddress: 0x100, nameByteCount: 5, label: 7)
  }

  @Test func `those that have begun and not ended are found`() {
    let byteCount = OpenSpan.capacity * OpenSpan.byteCount
    let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 8)
    defer { memory.deallocate() }
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    let spans = OpenSpans(unsafeMemory: memory)
    let first = spans.begin(span(30))
    _ = spans.begin(span(20))
    spans.end(first)
    _ = spans.begin(span(40))
    let table = UnsafeBufferPointer(
      start: memory.assumingMemoryBound(to: OpenSpan.self), count: OpenSpan.capacity)
    #expect(table.filter { $0.start != 0 } == [span(40), span(20)])
    for start in 100..<130 as Range<UInt64> { #expect(spans.begin(span(start)) != nil) }
    #expect(spans.begin(span(200)) == nil)
    spans.end(nil)
    #expect(MemoryLayout<OpenSpan>.size == OpenSpan.byteCount)
  }
}
