internal import Symbols
internal import Testing

@Suite struct LinkAddressTests {
  @Test func `reads as hexadecimal and compares as a number`() {
    #expect("\(LinkAddress(0xffff_ffff_8010_0000))" == "0xffffffff80100000")
    #expect(LinkAddress(1) < LinkAddress(.max))
  }
}
