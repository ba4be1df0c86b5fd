internal import Testing

@testable internal import Frames

@Suite struct FrameTextTests {
  private func line(_ bytes: [UInt8]) -> String {
    bytes.withUnsafeBytes { FrameText.line(ByteView($0)) }
  }

  @Test func `says in one line what a frame is`() {
    #expect(line(Build.arp(reply: false)) == "arp asks for 10.0.0.1, tell 10.0.0.42")
    #expect(line(Build.arp(reply: true)) == "arp 10.0.0.42 is at 52:54:00:00:00:42")
    #expect(line(Build.udpFrame([1, 2])) == "10.0.0.42:7 > 10.0.0.1:5000 udp 2 bytes")
    #expect(
      line(Build.echo(reply: true, [1, 2])) == "10.0.0.42 > 10.0.0.1 icmp echo reply 77, 1, 2 bytes"
    )
    let segment = Build.tcp([.syn, .ack], 5, 6, options: [2, 4, 5, 0xb4])
    #expect(
      line(segment) == "10.0.0.42:80 > 10.0.0.1:4000 tcp syn+ack 5 ack 6 window 1000 mss 1460")
    let fragment = Build.frame(Build.ipv4([1, 2, 3], protocol: 17, flags: 2))
    #expect(line(fragment) == "10.0.0.42 > 10.0.0.1 fragment 16 to 19")
  }

  @Test func `times count from the first frame, and a frame may be older`() {
    #expect(FrameText.line(5_000_042_000, since: 2_000_000_000) == "3.000042")
    #expect(FrameText.line(1_999_999_000, since: 2_000_000_000) == "-0.000001")
  }

  @Test func `never traps, however a frame is cut`() {
    for frame in [Build.arp(reply: false), Build.udpFrame([1]), Build.tcp(.syn, 1)] {
      for count in 0...frame.count { #expect(!line(Array(frame.prefix(count))).isEmpty) }
    }
  }
}
