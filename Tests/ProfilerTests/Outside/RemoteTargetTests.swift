internal import Glibc
internal import Machine
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

  /// QEMU 7.2: says unasked that it stopped for us, knows no mode without acknowledgements, and
  /// acknowledges each packet.
  private func target(saying text: String) throws -> (RemoteTarget, peer: Descriptor) {
    var ends: [Int32] = [-1, -1]
    try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
    let peer = Descriptor(ends[1])
    say("$T02thread:01;#04+$#00" + text, peer)
    return (try RemoteTarget(Descriptor(ends[0])), peer)
  }

  private func say(_ text: String, _ peer: Descriptor) {
    #expect(write(peer.number, text, text.utf8.count) == text.utf8.count)
  }

  @Test func `takes no acknowledgement for a stop of the guest`() throws {
    let (target, peer) = try target(saying: "")
    try target.resume()
    say("+", peer)
    #expect(!target.ends(by: .now + .milliseconds(5)))
    say("$T05thread:01;#07", peer)
    #expect(target.ends(by: .now + .seconds(60)))
  }

  @Test func `takes no stop for an answer`() throws {
    let (target, peer) = try target(saying: "+$T02thread:01;#04+$0102#c3")
    #expect(target.read(0x1000, 2) == [1, 2])
    say("+$T02thread:01;#04", peer)
    try target.stop()
  }

  @Test func `says that QEMU is gone`() throws {
    let target = try target(saying: "").0
    #expect(target.ends(by: .now + .seconds(60)))
    #expect(throws: ProfilerError.self) { try target.stop() }
  }
}
