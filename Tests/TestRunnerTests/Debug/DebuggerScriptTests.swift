internal import Testing

@testable internal import TestRunner

@Suite struct DebuggerScriptTests {
  @Test func `loads symbols before it connects`() {
    let script = DebuggerScript(image: "/a/dns", target: "/b/gdb.sock", isKernels: true)
    #expect(script.text.contains("set remote hardware-watchpoint-limit 4\n"))
    #expect(script.text.hasSuffix("file /a/dns\ntarget remote /b/gdb.sock\n"))
  }

  @Test func `leaves QEMU's stub as gdb takes it`() {
    let script = DebuggerScript(image: "/a/dns", target: "/b/qemu.sock", isKernels: false)
    #expect(!script.text.contains("watchpoint-limit"))
  }
}
