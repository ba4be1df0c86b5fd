internal import Testing

@testable internal import Frames

@Suite struct GuestIdentityTests {
  @Test func `knows what goes to everybody and what to a group`() {
    let guest = GuestIdentity(hardwareAddress: [], addresses: [0x0a00_002a], prefixLength: 24)
    #expect(guest.isBroadcast(.max))
    #expect(guest.isBroadcast(0x0a00_00ff))
    #expect(!guest.isBroadcast(0x0a00_01ff))
    #expect(!guest.isBroadcast(0x0a00_0001))
    #expect(GuestIdentity.isMulticast(0xe000_0001))
    #expect(!GuestIdentity.isMulticast(0x0a00_0001))
  }
}
