internal import Testing
internal import Wire

@testable internal import Net

@Suite struct PathMTUsTests {
  static let start = Instant(nanoseconds: 0)

  @Test func `forgets the way that was learnt first when it is full`() {
    var limits = PathMTUs()
    for index in 0...UInt32(PathMTUs.capacity) {
      let host = IPv4Address(rawValue: 0x0a00_0000 + index)
      let isLower = limits.lower(
        to: host, mtu: 1000 - Int(index), linkMTU: 1500, now: Self.start)
      #expect(isLower)
    }
    #expect(limits.limit(to: IPv4Address(10, 0, 0, 0), now: Self.start) == nil)
    #expect(limits.limit(to: IPv4Address(10, 0, 0, 1), now: Self.start) == 999)
    #expect(limits.smallest(now: Self.start) == 1000 - PathMTUs.capacity)
  }

  @Test func `forgets every way after its time`() {
    var limits = PathMTUs()
    _ = limits.lower(to: Host.peer, mtu: 600, linkMTU: 1500, now: Self.start)
    let late = Instant(nanoseconds: PathMTUs.lifetimeNanoseconds)
    #expect(limits.limit(to: Host.peer, now: late) == nil)
    #expect(limits.smallest(now: late) == nil)
    let isLower = limits.lower(to: Host.peer, mtu: 700, linkMTU: 1500, now: late)
    #expect(isLower)
  }
}
