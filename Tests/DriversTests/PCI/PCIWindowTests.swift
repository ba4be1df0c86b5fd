@testable internal import Drivers
internal import Hardware
internal import Testing

@Suite struct PCIWindowTests {
  static func window(_ start: UInt64, _ end: UInt64) -> PCIWindow {
    PCIWindow(from: PhysicalAddress(rawValue: start), to: PhysicalAddress(rawValue: end))
  }

  @Test func `takes aligned addresses one after the other`() {
    var window = Self.window(0x1100, 0x1_0000)
    let taken = [0x1000, 0x4000, 0x10, 0x1000].map { window.take(byteCount: $0)?.rawValue }
    #expect(taken == [0x2000, 0x4000, 0x8000, 0x9000])
  }

  @Test func `can be used up to its last byte`() {
    var window = Self.window(0x1000, 0x3000)
    #expect(window.take(byteCount: 0x4000) == nil)
    #expect(window.take(byteCount: 0x1000)?.rawValue == 0x1000)
    #expect(window.take(byteCount: 0x1000)?.rawValue == 0x2000)
    #expect(window.take(byteCount: 1) == nil)
  }

  @Test func `survives sizes that overflow`() {
    var window = Self.window(0xffff_0000_0000_0001, .max)
    #expect(window.take(byteCount: 1 << 63) == nil)
  }
}
