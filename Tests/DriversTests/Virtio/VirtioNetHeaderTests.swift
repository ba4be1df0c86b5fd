internal import Drivers
internal import Hardware
internal import TestSupport
internal import Testing

/// Checksums that one side leaves to the other; the fake device makes them as a card would.
@Suite struct VirtioNetHeaderTests {
  private static let offload = FrameOffload(checksumStart: 14, checksumOffset: 2)
  private static let frame = [UInt8](repeating: 3, count: 14) + [0x45, 0, 0, 7, 1, 2, 3]

  @Test func `asks for a checksum of one frame and not of the next in the same buffer`() throws {
    let device = FakeNetDevice()
    device.offered.insert(.checksum)
    let net = try device.started(transmitBuffers: 1)
    #expect(net.completesChecksums)
    for _ in 0..<3 {
      #expect(net.transmit(Self.frame, offload: Self.offload))
      net.flush()
      var finished = Self.frame
      // 0x4500 + 0x0007 + 0x0102 + 0x0300, complemented.
      finished[16...17] = [0xb6, 0xf6]
      #expect(device.send() == [finished])
      #expect(net.transmit(Self.frame))
      net.flush()
      #expect(device.send() == [Self.frame])
    }
  }

  @Test func `says that a device without the feature completes none`() throws {
    #expect(try !FakeNetDevice().started().completesChecksums)
  }

  @Test func `traps on a request that the device would not understand`() async {
    await #expect(processExitsWith: .failure) {
      let net = try FakeNetDevice().started()
      _ = net.transmit([1, 2, 3], offload: FrameOffload(checksumStart: 0, checksumOffset: 0))
    }
  }

  @Test(arguments: [(0, false), (1, true), (2, true), (3, true), (4, false)])
  func `tells whether the device vouches for a received checksum`(
    flags: UInt8, isKnown: Bool
  ) throws {
    let device = FakeNetDevice()
    device.offered.insert(.guestChecksum)
    let net = try device.started()
    #expect(device.deliver([1, 2, 3], flags: flags))
    let received = try #require(net.receiveWithChecksum())
    #expect(received.frame == [1, 2, 3] && received.isChecksumKnown == isKnown)
  }

  @Test func `believes no flags of a device that promised not to use them`() throws {
    let device = FakeNetDevice()
    let net = try device.started()
    #expect(device.deliver([1, 2, 3], flags: 3))
    #expect(try #require(net.receiveWithChecksum()).isChecksumKnown == false)
  }

  /// Every choice of features, with frames both ways.
  @Test(arguments: 0..<32) func `works whatever the device offers`(choice: Int) throws {
    var random = SeededGenerator(seed: UInt64(choice))
    let device = FakeNetDevice()
    let optional: [VirtioFeatures] = [
      .eventIndex, .checksum, .guestChecksum, .mergeableBuffers, .mtu,
    ]
    for (bit, feature) in optional.enumerated() {
      if choice >> bit & 1 == 0 {
        device.offered.remove(feature)
      } else {
        device.offered.insert(feature)
      }
    }
    let net = try device.started()
    for _ in 0..<300 {
      let bytes = (0..<14 + random.below(1500)).map { _ in UInt8(truncatingIfNeeded: random.next())
      }
      #expect(device.deliver(bytes))
      #expect(net.receive() == bytes)
      #expect(net.transmit(bytes))
      net.flush()
      #expect(device.send() == [bytes])
      if random.below(4) == 0 { #expect(!net.enableReceiveInterrupts()) }
    }
    #expect(net.refusals == .none && device.memory.guardsAreIntact)
  }
}
