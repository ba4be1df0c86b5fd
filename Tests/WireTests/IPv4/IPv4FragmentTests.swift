internal import Testing
internal import Wire

@Suite struct IPv4FragmentTests {
  @Test(arguments: [0, 8, 1480, 65_528], [true, false])
  func `survives a round trip`(offset: Int, moreFollow: Bool) {
    let fragment = IPv4Fragment(byteOffset: offset, moreFollow: moreFollow)
    #expect(fragment.byteOffset == offset)
    #expect(fragment.moreFollow == moreFollow)
    #expect(!fragment.mustNotFragment)
  }

  @Test func `knows the flags of RFC 791`() {
    #expect(IPv4Fragment.forbidden.rawValue == 0x4000)
    #expect(IPv4Fragment.forbidden.mustNotFragment && !IPv4Fragment.forbidden.moreFollow)
    #expect(IPv4Fragment(byteOffset: 1480, moreFollow: true).rawValue == 0x20b9)
  }
}
