internal import Net
internal import Testing

@Suite struct InstantTests {
  static let instant = Instant(nanoseconds: 1000)

  @Test func `is ordered`() {
    #expect(Self.instant < Instant(nanoseconds: 1001))
    #expect(Self.instant.advanced(byNanoseconds: 5) == Instant(nanoseconds: 1005))
  }

  @Test func `ends with the last instant`() {
    #expect(Self.instant.advanced(byNanoseconds: .max) == Instant(nanoseconds: .max))
  }

  @Test func `has nothing between itself and what is to come`() {
    #expect(Self.instant.nanoseconds(since: Instant(nanoseconds: 400)) == 600)
    #expect(Self.instant.nanoseconds(since: Instant(nanoseconds: 4000)) == 0)
  }
}
