internal import Testing

@testable internal import Core

@Suite struct SizeClassTests {
  @Test func `every size fits its class and wastes at most a quarter`() {
    for byteCount in 1...SizeClass.maximumByteCount {
      let size = SizeClass(holding: byteCount).byteCount
      #expect(size >= byteCount)
      #expect(size - byteCount < max(16, byteCount / 4 + 1))
    }
  }

  @Test func `classes grow in multiples of 16`() {
    let sizes = (0..<SizeClass.count).map { SizeClass(index: $0).byteCount }
    #expect(sizes == sizes.sorted())
    #expect(sizes.allSatisfy { $0 % 16 == 0 })
    #expect(sizes.last == SizeClass.maximumByteCount)
    #expect(Set(sizes).count == SizeClass.count)
  }
}
