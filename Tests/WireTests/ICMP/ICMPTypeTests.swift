internal import Testing
internal import Wire

@Suite struct ICMPTypeTests {
  @Test func `knows the reports of RFC 1122`() {
    let errors = (0...255).map(ICMPType.init(rawValue:)).filter(\.isError).map(\.rawValue)
    #expect(errors == [3, 4, 5, 11, 12])
  }
}
