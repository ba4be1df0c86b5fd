internal import TestRunner
internal import Testing

@Suite struct ToolTests {
  @Test func `knows the package of a tool`() {
    #expect(Tool.named("dig").package == "bind9-dnsutils")
    #expect(Tool.named("frobnicate").package == "frobnicate")
    #expect(Tool.named("/opt/qemu").package == nil)
  }

  @Test func `one command installs all`() {
    let tools = ["hping3", "dig", "swift", "dig"].map(Tool.named)
    #expect(
      Tool.installCommand(tools) == "sudo apt-get install -y bind9-dnsutils hping3")
    #expect(Tool.installCommand([Tool.named("swift")]) == nil)
  }

  @Test func `no tool is listed twice`() {
    #expect(Set(Tool.all.map(\.name)).count == Tool.all.count)
  }
}
