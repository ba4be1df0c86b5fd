internal import Testing

@testable internal import TestRunner

@Suite struct DebuggerScriptTests {
  @Test func `loads symbols before it connects`() {
    let text = Self.text(.kernel("/b/gdb.sock"))
    #expect(text.contains("set remote hardware-watchpoint-limit 4\n"))
    #expect(text.contains("file /a/dns\nsource /c/Tools/gdb/load.py\n"))
    #expect(text.hasSuffix("target remote /b/gdb.sock\n"))
  }

  @Test func `has somebody see whether gdb vanishes`() {
    let line = "python from swiftlet import vanishing; vanishing.watch(\"/b/gdb.sock\")\n"
    #expect(Self.text(.kernel("/b/gdb.sock")).contains(line))
    #expect(!Self.text(.qemu("/b/gdb.sock")).contains("vanishing"))
  }

  @Test func `leaves QEMU's stub as gdb takes it`() {
    #expect(!Self.text(.qemu("/b/qemu.sock")).contains("watchpoint-limit"))
    #expect(!Self.text(.qemu("/b/qemu.sock")).contains("dcache"))
  }

  @Test func `opens a core without connecting`() {
    let text = Self.text(.core("/b/core.elf"))
    #expect(text.hasSuffix("core-file /b/core.elf\n"))
    #expect(!text.contains("target remote"))
  }

  @Test func `a path with blanks is one word`() {
    let script = DebuggerScript(image: "/a b/\"dns\"", packageRoot: "/c d", target: .core("/e f"))
    let end = "file \"/a b/\\\"dns\\\"\"\nsource /c d/Tools/gdb/load.py\ncore-file /e f\n"
    #expect(script.text.hasSuffix(end))
  }

  private static func text(_ target: DebuggerScript.Target) -> String {
    DebuggerScript(image: "/a/dns", packageRoot: "/c", target: target).text
  }
}
