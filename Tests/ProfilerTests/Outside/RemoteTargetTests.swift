internal import TestSupport
internal import Testing

@testable internal import Profiler

@Suite struct RemoteTargetTests {
  @Test func `takes whole packets out of a stream`() {
    var input = Array("+$T05thread:01;#07+$OK#9a$m1".utf8)
    #expect(RemoteTarget.takePacket(&input) == Array("T05thread:01;".utf8))
    #expect(RemoteTarget.takePacket(&input) == Array("OK".utf8))
    #expect(RemoteTarget.takePacket(&input) == nil)
    input += Array("2#".utf8)
    #expect(RemoteTarget.takePacket(&input) == nil)
    input += Array("00".utf8)
    #expect(RemoteTarget.takePacket(&input) == Array("m12".utf8))
  }

  @Test func `reads pairs of digits`() {
    #expect(RemoteTarget.bytes(Array("00fFa1".utf8)[...]) == [0, 0xff, 0xa1])
    #expect(RemoteTarget.bytes(Array("0".utf8)[...]) == nil)
    #expect(RemoteTarget.bytes(Array("E0x1".utf8)[...]) == nil)
  }

  @Test(arguments: UInt64(0)..<4) func `survives noise`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      var input = generator.bytes(upTo: 80).map { $0 % 3 == 0 ? UInt8(ascii: "$") : $0 % 48 }
      while let packet = RemoteTarget.takePacket(&input) { _ = RemoteTarget.bytes(packet[...]) }
    }
  }
}
