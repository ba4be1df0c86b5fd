internal import Glibc
internal import Testing

@testable internal import Machine

@Suite struct UnfinishedFileTests {
  @Test func `its name says who writes it`() {
    #expect(UnfinishedFile.writer(of: UnfinishedFile.name(for: "/a/b.txt")) == getpid())
    #expect(UnfinishedFile.writer(of: "memory.unfinished.4711") == 4711)
  }

  @Test(arguments: [
    "core.4711", "stamp.inputs.12", "", ".7", "a.", "a.b", "1", "unfinished.7", "a.unfinished.",
    "a.unfinished.-5", "a.unfinished.0", "a.unfinished.7x", "a.unfinished.99999999999",
  ])
  func `what others write is nobody's`(name: String) {
    #expect(UnfinishedFile.writer(of: name) == nil)
  }
}
