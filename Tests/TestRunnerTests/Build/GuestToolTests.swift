internal import Testing

@testable internal import TestRunner

@Suite struct GuestToolTests {
  @Test(arguments: [
    ("all", [GuestTool.sampler, .gdb]), ("none", []), ("gdb", [.gdb]),
    ("sampler,gdb", [.sampler, .gdb]), ("gdb,gdb", [.gdb]),
  ]) func `reads a selection`(text: String, tools: [GuestTool]) {
    #expect(GuestTool.selection(text) == Set(tools))
  }

  @Test(arguments: ["", "gbd", "gdb,", "all,gdb", "none,gdb", "sampler gdb"])
  func `refuses what names no tool`(text: String) {
    #expect(GuestTool.selection(text) == nil)
  }
}
