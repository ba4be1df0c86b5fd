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

  @Test func `an end that does not go with what was printed is a fault`() throws {
    var output = ClientOutput()
    #expect(output.fault(of: "wrk") == "wrk did not end within the limit")
    output.status = .exited(0)
    #expect(output.fault(of: "wrk") == nil)
    #expect(try #require(output.fault(of: "dig", expecting: 9)).contains("exit status 0"))
    output.status = .exited(9)
    #expect(output.fault(of: "dig", expecting: 9) == nil)
    output.status = .signalled(9)
    #expect(try #require(output.fault(of: "wrk")).hasPrefix("wrk ended with signal 9"))
  }

  @Test func `does not grow for ever`() {
    var output = ClientOutput()
    let block = [UInt8](repeating: 0x61, count: ClientOutput.maximumByteCount / 2 + 1)
    for _ in 0..<3 { output.take(block, from: .output) }
    #expect(output.output.count == ClientOutput.maximumByteCount)
    #expect(output.isCut)
  }
}
