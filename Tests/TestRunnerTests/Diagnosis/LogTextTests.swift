internal import Telemetry
internal import Testing

@testable internal import TestRunner

@Suite struct LogTextTests {
  /// A ring with two lines in it.
  private var ring: [UInt8] {
    let count = LogRing.headerByteCount + 1024
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 8)
    defer { block.deallocate() }
    guard let base = block.baseAddress else { return [] }
    let ring = LogRing(unsafeBase: base, capacity: 1024)
    ring.start()
    let entry: [UInt8] = [19, 0, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0] + Array("nethi".utf8) + [19, 0]
    for _ in 0..<2 { ring.append(entry.span.bytes) }
    return Array(block)
  }

  @Test func `reads the lines of a ring`() {
    #expect(LogText.lines(ring) == ["[   0.000000] info net: hi", "[   0.000000] info net: hi"])
    #expect(LogText.lines([]) == nil)
    #expect(LogText.lines([UInt8](repeating: 0xff, count: 4096)) == nil)
  }

  @Test func `shows the last lines`() {
    #expect(LogText.report([]) == [])
    #expect(LogText.report(["a", "b"], count: 2) == ["log:", "  a", "  b"])
    #expect(
      LogText.report(["a", "b", "c"], count: 2) == ["log, after 1 earlier lines:", "  b", "  c"])
  }
}
