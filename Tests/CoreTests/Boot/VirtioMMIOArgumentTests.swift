internal import Testing

@testable internal import Core

@Suite struct VirtioMMIOArgumentTests {
  @Test(arguments: ["512@0xfeb00e00:12", "0x200@0xfeb00e00:12:0"])
  func `reads size, base and interrupt`(text: String) throws {
    let argument = try #require(VirtioMMIOArgument(Array(text.utf8)[...]))
    #expect(argument.byteCount == 512)
    #expect(argument.base == 0xfeb0_0e00)
    #expect(argument.interrupt == 12)
  }

  @Test func `understands K`() {
    #expect(VirtioMMIOArgument(Array("1K@0x1000:5".utf8)[...])?.byteCount == 1024)
  }

  @Test(arguments: ["", "512", "512@", "512@1:5", "512@0x1000:", "512@0x1000:256", "@0x1000:5"])
  func `refuses nonsense`(text: String) {
    #expect(VirtioMMIOArgument(Array(text.utf8)[...]) == nil)
  }
}
