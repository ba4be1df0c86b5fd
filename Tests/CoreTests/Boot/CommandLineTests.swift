internal import Testing

@testable internal import Core

@Suite struct CommandLineTests {
  static let line = CommandLine(
    Array("quiet  a=1 virtio_mmio.device=512@0xfeb00e00:12 ab=2 virtio_mmio.device=x a=3".utf8))

  @Test func `finds the first value of a key`() {
    #expect(Self.line.value(of: "a").map { Array($0) } == Array("1".utf8))
    #expect(Self.line.value(of: "ab").map { Array($0) } == Array("2".utf8))
    #expect(Self.line.value(of: "b") == nil)
    #expect(Self.line.value(of: "quiet") == nil)
  }

  @Test func `finds every value of a key`() {
    var count = 0
    Self.line.forEachValue(of: "virtio_mmio.device") { _ in count += 1 }
    #expect(count == 2)
  }

  @Test func `an empty line has no words`() {
    #expect(CommandLine([]).value(of: "a") == nil)
    #expect(CommandLine(Array("=".utf8)).value(of: "a") == nil)
  }
}
