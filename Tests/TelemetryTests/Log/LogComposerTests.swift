internal import Testing

@testable internal import Telemetry

@Suite struct LogComposerTests {
  @Test func `finishes a line inside a line first`() {
    let memory = LogMemory()
    let outer = memory.composer.begin(.info, module: "a", nanosecondsSinceEntry: 1)
    memory.composer.write("before, " as StaticString)
    memory.log("inner")
    memory.composer.write("after" as StaticString)
    memory.composer.finish(outer) { memory.ring.append($0) }
    #expect(texts(memory.bytes) == ["inner", "before, after"])
  }

  @Test func `cuts a line that is too long`() throws {
    let memory = LogMemory()
    memory.log(String(repeating: "x", count: 2000))
    memory.log("next")
    let found = try #require(texts(memory.bytes))
    #expect(found == [String(repeating: "x", count: 512 - 14 - 4), "next"])
  }

  @Test func `leaves out lines for which there is no room`() {
    let memory = LogMemory()
    var outers: [Int] = []
    for _ in 0..<6 {
      outers.append(memory.composer.begin(.info, module: "a", nanosecondsSinceEntry: 1))
      for _ in 0..<300 { memory.composer.write(0x78) }
    }
    for outer in outers.reversed() { memory.composer.finish(outer) { memory.ring.append($0) } }
    memory.log("next")
    let x = String(repeating: "x", count: 300)
    #expect(texts(memory.bytes) == [x, x, x, "next"].suffix(4))
  }

  @Test func `takes a module's name up to the slash, and 32 bytes of it`() throws {
    let memory = LogMemory()
    memory.log("", module: "kernel_trap/Service.swift")
    memory.log("", module: "a-module-with-a-name-of-forty-bytes-size")
    let bytes = memory.bytes
    var names: [String] = []
    try LogHistory(bytes.span.bytes).forEach { entry in
      let name = InlineText<64>(entry.module)
      names.append(String(decoding: name.copy(as: [UInt8].self), as: UTF8.self))
    }
    #expect(names == ["kernel_trap", "a-module-with-a-name-of-forty-by"])
  }
}
