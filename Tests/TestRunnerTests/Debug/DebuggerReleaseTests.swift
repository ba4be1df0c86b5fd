internal import Testing

@testable internal import TestRunner

@Suite struct DebuggerReleaseTests {
  private func take(_ parts: String...) -> [DebuggerRelease.Progress] {
    var release = DebuggerRelease()
    return parts.map { release.take(Array($0.utf8)) }
  }

  @Test func `the request is a packet, with a right checksum`() throws {
    let text = String(decoding: DebuggerRelease.request, as: UTF8.self)
    let packet = try #require(text.split(separator: "$").last).split(separator: "#")
    let sum = packet[0].utf8.reduce(0 as UInt8) { $0 &+ $1 }
    #expect(packet[1] == String(sum, radix: 16))
  }

  @Test func `the answer may come in pieces, behind what others were told`() {
    #expect(take("+$OK#9a") == [.done])
    #expect(take("+$O", "K#", "9a") == [.waiting, .waiting, .done])
    #expect(take("00a1#3f$T02thread:1;#aa", "+", "$OK#9a") == [.waiting, .waiting, .done])
    #expect(take("+", "$E22#a9") == [.waiting, .waiting])
  }

  @Test func `what was not understood is sent again`() {
    #expect(take("-", "+$OK#9a") == [.refused, .done])
  }
}
