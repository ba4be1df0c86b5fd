internal import Testing

@testable internal import Telemetry

@Suite struct LogTailTests {
  private func count(_ bytes: [UInt8]) -> Int {
    var count = 0
    LogTail(bytes.span.bytes).forEach { _ in count += 1 }
    return count
  }

  @Test func `begins behind the last bytes that are no entry`() {
    let entry: [UInt8] = [14, 0, 2, 0] + [UInt8](repeating: 0, count: 8) + [14, 0]
    #expect(count([]) == 0)
    #expect(count(entry + entry) == 2)
    #expect(count(entry.dropFirst() + entry) == 1)
    #expect(count(entry + [0xff] + entry + entry) == 2)
    #expect(count(entry + entry.dropLast()) == 0)
  }
}
