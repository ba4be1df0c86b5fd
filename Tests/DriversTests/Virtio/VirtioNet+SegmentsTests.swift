internal import Drivers
internal import Hardware
internal import Testing

@Suite struct VirtioNetSegmentsTests {
  private static let largest = 65_549

  @Test func `has neither buffers nor limits before it is asked`() throws {
    let device = device()
    let net = try device.started()
    let before = device.memory.allocatedByteCount
    #expect(net.maximumSegmentedByteCount == 0 && !net.receivesSegments)
    net.makeRoomForSegments(sendBuffers: 2, memory: device.memory)
    #expect(net.maximumSegmentedByteCount == Self.largest && net.receivesSegments)
    let after = device.memory.allocatedByteCount
    #expect(after == before + (33 + 17) * 4096)
    net.makeRoomForSegments(sendBuffers: 2, memory: device.memory)
    #expect(device.memory.allocatedByteCount == after, "once is enough")
  }

  @Test func `does without where memory is short`() throws {
    let device = device()
    let net = try device.started()
    device.memory.available = 17 * 4096
    net.makeRoomForSegments(sendBuffers: 2, memory: device.memory)
    #expect(net.maximumSegmentedByteCount == 0 && net.receivesSegments)
    #expect(net.transmit([1, 2, 3]))
  }

  @Test(arguments: [VirtioFeatures.checksum, .guestChecksum, .mergeableBuffers])
  func `accepts nothing whose own needs the device does not meet`(missing: VirtioFeatures) throws {
    let device = device()
    device.offered.subtract(missing)
    let net = try device.started()
    net.makeRoomForSegments(sendBuffers: 1, memory: device.memory)
    #expect(device.accepted.contains(.segmentation) == (missing != .checksum))
    #expect(device.accepted.contains(.mergedSegments) == (missing == .checksum))
    #expect(net.maximumSegmentedByteCount == (missing == .checksum ? 0 : Self.largest))
    #expect(net.receivesSegments == (missing == .checksum))
  }

  @Suite struct Sending {
    private static let cut = FrameSegmentation(
      checksum: FrameOffload(checksumStart: 34, checksumOffset: 16), headerByteCount: 66,
      segmentByteCount: 1448)

    private static func started(
      _ device: FakeNetDevice, segmentBuffers: Int = 2, transmitBuffers: Int = 8
    ) throws -> DriverBox<VirtioMMIO<FakeRegisters>> {
      let net = try device.started(transmitBuffers: transmitBuffers)
      net.makeRoomForSegments(sendBuffers: segmentBuffers, memory: device.memory)
      return net
    }

    /// A segment with its checksum, which begins with a sum of a pseudo-header of 0.
    private static func finished(_ byteCount: Int) -> [UInt8] {
      var bytes = bytes(byteCount)
      bytes[50] = 0
      bytes[51] = 0
      var sum = stride(from: 34, to: byteCount, by: 2).reduce(0) {
        $0 + Int(bytes[$1]) << 8 + ($1 + 1 < byteCount ? Int(bytes[$1 + 1]) : 0)
      }
      while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
      bytes[50] = UInt8(~sum >> 8 & 0xff)
      bytes[51] = UInt8(~sum & 0xff)
      return bytes
    }

    private static func unfinished(_ byteCount: Int) -> [UInt8] {
      var bytes = bytes(byteCount)
      bytes[50] = 0
      bytes[51] = 0
      return bytes
    }

    @Test(arguments: [67, 1515, 2048, 4096, 65_549])
    func `sends a segment in one piece and says how it is cut`(byteCount: Int) throws {
      let device = device()
      let net = try Self.started(device)
      #expect(net.transmit(Self.unfinished(byteCount), segmentation: Self.cut))
      net.flush()
      #expect(device.send() == [Self.finished(byteCount)])
      #expect(device.cuts == [.init(headerByteCount: 66, segmentByteCount: 1448)])
      #expect(device.memory.guardsAreIntact)
    }

    @Test(arguments: [0, -1, 65_550]) func `refuses impossible lengths`(byteCount: Int) throws {
      let net = try Self.started(device())
      #expect(!net.transmit(bytes(max(0, byteCount)), segmentation: Self.cut))
    }

    @Test func `refuses a segment where nothing was made for it`() throws {
      let net = try device().started()
      #expect(!net.transmit(bytes(3000), segmentation: Self.cut))
    }

    @Test func `refuses when all buffers are out, having told the device`() throws {
      let device = device()
      let net = try Self.started(device)
      _ = device.takeNotifications()
      #expect(net.transmit(Self.unfinished(3000), segmentation: Self.cut))
      #expect(net.transmit(Self.unfinished(4000), segmentation: Self.cut))
      #expect(!net.transmit(Self.unfinished(5000), segmentation: Self.cut))
      #expect(device.takeNotifications() == [1])
      #expect(net.transmit([1, 2, 3]), "frames still go")
      net.flush()
      #expect(device.send() == [Self.finished(3000), Self.finished(4000), [1, 2, 3]])
      #expect(net.transmit(Self.unfinished(5000), segmentation: Self.cut))
    }

    @Test func `refuses when frames have all descriptors`() throws {
      let device = device()
      let net = try Self.started(device, transmitBuffers: 2)
      #expect(net.transmit([1]) && net.transmit([2]))
      #expect(!net.transmit(Self.unfinished(3000), segmentation: Self.cut))
      #expect(device.send() == [[1], [2]])
      #expect(net.transmit(Self.unfinished(3000), segmentation: Self.cut))
    }

    @Test func `gives descriptors back to the frames they were lent by`() throws {
      let device = device()
      let net = try Self.started(device, segmentBuffers: 3, transmitBuffers: 4)
      for round in 0..<1000 {
        let byteCount = 100 + round % 40 * 1600
        if round % 3 == 0 {
          #expect(net.transmit(Self.unfinished(byteCount), segmentation: Self.cut))
        }
        #expect(net.transmit(bytes(60 + round)))
        net.flush()
        let sent = device.send()
        #expect(sent.last == bytes(60 + round))
        if round % 3 == 0 { #expect(sent.first == Self.finished(byteCount)) }
      }
      #expect(net.refusals == .none && device.memory.guardsAreIntact)
    }
  }

  @Suite struct Receiving {
    @Test(arguments: [1515, 2036, 2037, 4084, 9000, 65_549])
    func `takes segments that the device put together`(byteCount: Int) throws {
      let device = device()
      let net = try device.started(receiveBuffers: 64)
      net.makeRoomForSegments(sendBuffers: 1, memory: device.memory)
      // 40 times 33 buffers go round the ring more than once, and begin everywhere in it.
      for round in 0..<40 {
        #expect(device.deliver(bytes(byteCount), flags: 1, kind: 1))
        #expect(device.deliver(bytes(60 + round)))
        let taken = net.receiveWithChecksum()
        #expect(taken?.frame == bytes(byteCount) && taken?.isChecksumKnown == true)
        #expect(net.receive() == bytes(60 + round))
        _ = net.enableReceiveInterrupts()
      }
      #expect(net.refusals == .none && device.memory.guardsAreIntact)
    }

    @Test(arguments: [12, 13, 100, 1000, 2047])
    func `takes them from buffers that are not full`(pieceLimit: Int) throws {
      let device = device()
      let net = try device.started(receiveBuffers: 256)
      net.makeRoomForSegments(sendBuffers: 1, memory: device.memory)
      for _ in 0..<20 {
        #expect(device.deliver(bytes(3000), flags: 1, kind: 1, pieceLimit: pieceLimit))
        #expect(net.receive() == bytes(3000))
        _ = net.enableReceiveInterrupts()
      }
      #expect(net.refusals == .none)
    }

    @Test func `refuses what is no such segment, or too large for one`() throws {
      let device = device()
      let net = try device.started(receiveBuffers: 64)
      net.makeRoomForSegments(sendBuffers: 1, memory: device.memory)
      for _ in 0..<20 {
        #expect(device.deliver(bytes(4000), flags: 1))
        #expect(net.receive() == nil)
        #expect(device.deliver(bytes(65_550), flags: 1, kind: 1))
        #expect(net.receive() == nil)
        _ = net.enableReceiveInterrupts()
      }
      #expect(net.refusals.byteCounts == 40)
      #expect(device.deliver([7]))
      #expect(net.receive() == [7], "no buffer was lost")
    }

    @Test func `keeps no device from its buffers while a segment is read`() throws {
      let device = device()
      let net = try device.started(receiveBuffers: 4)
      net.makeRoomForSegments(sendBuffers: 1, memory: device.memory)
      #expect(device.deliver(bytes(2048 * 4 - 12), flags: 1, kind: 1))
      #expect(device.receiveQueue.waitingCount == 0)
      #expect(net.receive() == bytes(2048 * 4 - 12))
      #expect(device.receiveQueue.waitingCount == 4)
    }
  }
}

private func bytes(_ byteCount: Int) -> [UInt8] {
  (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 &* 13 &+ $0 >> 8) }
}

/// A device that cuts and puts together.
private func device() -> FakeNetDevice {
  let device = FakeNetDevice()
  device.offered.formUnion(
    [.checksum, .guestChecksum, .segmentation, .mergedSegments, .mergeableBuffers])
  return device
}
