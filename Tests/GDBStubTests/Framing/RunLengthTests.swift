internal import Testing

@testable internal import GDBStub

@Suite struct RunLengthTests {
  private static func compressed(_ bytes: [UInt8]) -> [UInt8] {
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: max(bytes.count, 1))
    defer { memory.deallocate() }
    for (index, byte) in bytes.enumerated() { memory[index] = byte }
    let count = RunLength.compress(ByteBuffer(unsafeBase: memory, count: bytes.count))
    return (0..<count).map { memory[$0] }
  }

  @Test func `shortens what comes four times or more`() {
    #expect(Self.compressed(Array("000".utf8)) == Array("000".utf8))
    #expect(Self.compressed(Array("0000".utf8)) == Array("0* ".utf8))
    #expect(Self.compressed(Array("ab00000c".utf8)) == Array("ab0*!c".utf8))
  }

  /// lldb would repeat the `*` of the first one, which is what `}` and a line feed mean.
  @Test func `begins no run within an escape`() {
    #expect(Self.compressed(Array("}\n\n\n\nx".utf8)) == Array("}\n\n\n\nx".utf8))
    #expect(Self.compressed(Array("}]]]]]x".utf8)) == Array("}]]* x".utf8))
    #expect(Self.compressed(Array("}".utf8)) == Array("}".utf8))
    #expect(Self.compressed(Array("a}}}}}}".utf8)) == Array("a}}}}}}".utf8))
  }

  @Test(arguments: 1..<400)
  func `gives back the same, without the characters that frame packets`(count: Int) {
    let bytes = [UInt8](repeating: UInt8(ascii: "0"), count: count) + Array("x".utf8)
    let short = Self.compressed(bytes)
    #expect(short.count <= bytes.count)
    #expect(!short.contains(UInt8(ascii: "$")) && !short.contains(UInt8(ascii: "#")))
    let text = Debuggee.payload([UInt8(ascii: "$")] + short + [UInt8(ascii: "#")])
    #expect(Array(text.utf8) == bytes)
  }
}
