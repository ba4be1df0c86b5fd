internal import Testing

@testable internal import Frames

@Suite struct FrameCheckerEthernetTests {
  @Test func `accepts sound ARP`() {
    let observer = Observer()
    #expect(observer.guest(Build.arp(reply: false)) == [])
    #expect(observer.guest(Build.arp(reply: true)) == [])
    let zeros = [UInt8](repeating: 0, count: 18)
    #expect(observer.guest(Build.arp(reply: true) + zeros) == [])
    // A probe and an announcement.
    #expect(
      observer.guest(Build.arp(reply: false, sender: [0, 0, 0, 0], target: Build.guest)) == [])
    #expect(observer.guest(Build.arp(reply: false, target: Build.guest)) == [])
  }

  @Test func `refuses frames that are cut, too long or from elsewhere`() {
    let observer = Observer()
    #expect(observer.guest([1, 2, 3]) == [.ethernetLength])
    let long = Build.udpFrame([UInt8](repeating: 0, count: 1473))
    #expect(observer.guest(long) == [.ethernetLength])
    #expect(observer.guest(Build.arp(reply: true).with(6, 0x02)) == [.ethernetAddress])
    #expect(observer.guest(Build.frame([1, 2], type: 0x86dd)) == [.ethernetType])
  }

  @Test func `refuses padding with memory contents`() {
    let observer = Observer()
    let short = Build.arp(reply: true) + [UInt8](repeating: 0, count: 17) + [7]
    #expect(observer.guest(short) == [.padding])
    #expect(observer.checker.findings[0].range == 59..<60)
    let long = Build.udpFrame([UInt8](repeating: 1, count: 100)) + [0]
    #expect(observer.guest(long) == [.padding])
  }

  @Test func `refuses ARP that is malformed`() {
    let observer = Observer()
    #expect(observer.guest(Array(Build.arp(reply: true).prefix(40))) == [.arpFormat])
    #expect(observer.guest(Build.arp(reply: true).with(15, 6)) == [.arpFormat])
    #expect(observer.guest(Build.arp(reply: true).with(21, 3)) == [.arpFormat])
  }

  @Test func `refuses ARP with another's address`() {
    let observer = Observer()
    #expect(observer.guest(Build.arp(reply: true, sender: Build.host)) == [.arpAddress])
    #expect(observer.guest(Build.arp(reply: true, card: Build.hostCard)) == [.arpAddress])
    #expect(observer.guest(Build.arp(reply: true, sender: [0, 0, 0, 0])) == [.arpAddress])
    #expect(observer.guest(Build.arp(reply: false, target: [0, 0, 0, 0])) == [.arpAddress])
    let named = Build.arp(reply: false, targetCard: Build.hostCard)
    #expect(observer.guest(named) == [.arpAddress])
    let elsewhere = Build.arp(reply: true, to: [0x52, 0x54, 0, 0, 0, 9])
    #expect(observer.guest(elsewhere) == [.arpAddress])
    #expect(observer.guest(Build.arp(reply: true, to: Build.everybody)) == [.ethernetAddress])
  }
}
