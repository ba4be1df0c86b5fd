internal import Testing
internal import Wire

@testable internal import Net

/// When an address is lost: RFC 5227, section 2.4, case (b).
@Suite struct ConflictWatchTests {
  private static let address = IPv4Address(10, 0, 0, 42)

  private static func claim(of sender: IPv4Address) -> ARPMessage {
    ARPMessage(
      operation: .request, senderHardware: MACAddress(2, 0, 0, 0, 0, 9), sender: sender,
      targetHardware: .zero, target: sender)
  }

  /// Whether an address is lost that hosts claim at these times, in seconds.
  private static func losses(_ claims: [(of: IPv4Address, at: Double)]) -> [Bool] {
    var watch = ConflictWatch(address: address)
    return claims.map {
      watch.hear(claim(of: $0.of), now: Instant(nanoseconds: UInt64($0.at * 1e9)))
    }
  }

  @Test(arguments: [(5.0, true), (9.9, true), (10.0, false), (60.0, false)])
  func `an address is lost by the second claim within ten seconds`(
    seconds: Double, isLost: Bool
  ) {
    let found = Self.losses([(Self.address, 1), (Self.address, 1 + seconds)])
    #expect(found == [false, isLost])
  }

  @Test func `what others say of themselves is no claim`() {
    let (other, nobody) = (IPv4Address(10, 0, 0, 43), IPv4Address.unspecified)
    let found = Self.losses([
      (Self.address, 1), (other, 2), (nobody, 2), (other, 2), (Self.address, 3),
    ])
    #expect(found == [false, false, false, false, true])
  }
}
