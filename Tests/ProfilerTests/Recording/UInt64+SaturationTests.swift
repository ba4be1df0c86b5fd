internal import Testing

@testable internal import Profiler

@Suite struct UInt64SaturationTests {
  @Test func `takes the whole part of any number`() {
    #expect(UInt64(saturating: 3.9) == 3 && UInt64(saturating: 0.5) == 0)
    #expect(UInt64(saturating: 0x1p63) == 1 << 63)
    for value in [0x1p64, 1e300, .infinity] { #expect(UInt64(saturating: value) == .max) }
    for value in [-1, -1e300, -.infinity, .nan] { #expect(UInt64(saturating: value) == 0) }
  }

  @Test func `adds up to the greatest of all`() {
    #expect(UInt64(3).sum(saturating: 4) == 7)
    #expect(UInt64.max.sum(saturating: 1) == .max && (UInt64.max - 1).sum(saturating: 1) == .max)
  }
}
