internal import Hardware
internal import Testing

@Suite struct DMARegionTests {
  /// A region of 64 bytes that nothing is ever read from or written to.
  static var region: DMARegion {
    let base =
      UnsafeMutableRawPointer(bitPattern: 0x10_0000) ?? .allocate(byteCount: 1, alignment: 1)
    return DMARegion(
      unsafeBase: base, physical: PhysicalAddress(rawValue: 0x4000), byteCount: 64)
  }

  @Test func `a slice moves both addresses`() {
    let slice = Self.region.slice(at: 16, byteCount: 48)
    #expect(slice.base == Self.region.base + 16)
    #expect(slice.physical == PhysicalAddress(rawValue: 0x4010))
    #expect(slice.byteCount == 48)
  }

  @Test func `a slice may be empty and at the end`() {
    #expect(Self.region.slice(at: 64, byteCount: 0).byteCount == 0)
  }

  @Test func `traps on a slice that reaches past the end`() async {
    await #expect(processExitsWith: .failure) { _ = Self.region.slice(at: 17, byteCount: 48) }
  }

  @Test func `traps on a slice that starts before the region`() async {
    await #expect(processExitsWith: .failure) { _ = Self.region.slice(at: -1, byteCount: 8) }
  }
}
