internal import Machine
internal import Testing

@testable internal import TestRunner

@Suite struct ClientOutputTests {
  @Test func `keeps the two outputs apart`() {
    var output = ClientOutput()
    output.take(Array("a".utf8), from: .output)
    output.take(Array("x".utf8), from: .error)
    output.take(Array("b".utf8), from: .output)
    #expect(output.text == "ab")
    #expect(output.errorText == "x")
  }

  @Test func `does not grow for ever`() {
    var output = ClientOutput()
    let block = [UInt8](repeating: 0x61, count: ClientOutput.maximumByteCount / 2 + 1)
    for _ in 0..<3 { output.take(block, from: .output) }
    #expect(output.output.count == ClientOutput.maximumByteCount)
    #expect(output.isCut)
  }
}
