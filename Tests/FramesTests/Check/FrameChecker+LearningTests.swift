internal import Testing

@testable internal import Frames

@Suite struct FrameCheckerLearningTests {
  @Test func `learns echo requests that come in fragments`() {
    let observer = Observer()
    let data = [UInt8](repeating: 7, count: 40)
    let request = Build.icmp(8, Build.word(77) + Build.word(1) + data)
    let send = { (part: [UInt8], flags: Int) in
      let packet = Build.ipv4(part, protocol: 1, fromGuest: false, flags: flags)
      observer.host(Build.frame(packet, fromGuest: false))
    }
    send(Array(request.prefix(24)), 0x2000)
    send(Array(request.dropFirst(24)), 3)
    #expect(observer.guest(Build.echo(reply: true, data)) == [])
  }

  @Test func `learns nothing from packets with a wrong sum`() {
    let observer = Observer()
    observer.host(Build.echo(reply: false, [1]).with(24, 0))
    #expect(observer.guest(Build.echo(reply: true, [1])) == [.icmpEcho])
  }
}
