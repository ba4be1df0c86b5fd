internal import Drivers
internal import Hardware

/// A network driver in a box, because expectations cannot look into values that are not copyable.
final class DriverBox<Transport: VirtioTransport & ~Copyable> {
  private var net: VirtioNet<Transport>

  init(_ net: consuming VirtioNet<Transport>) { self.net = net }

  var address: [UInt8] { (0..<6).map { net.address[$0] } }
  var mtu: Int { net.mtu }
  var isLinkUp: Bool { net.isLinkUp }
  var hasFailed: Bool { net.hasFailed }
  var refusals: VirtqueueRefusals { net.refusals }
  var bufferCounts: [Int] { [net.receiveBufferCount, net.transmitBufferCount] }

  /// What others read of the queues: notifications and refusals of each.
  var counters: [UInt64] {
    var counters: [UInt64] = []
    net.withCounters {
      counters += [$0[0], $0[1]]
    } transmit: {
      counters += [$0[0], $0[1]]
    }
    return counters
  }

  /// Where frames stand that pass from now on.
  var passedFrames: PassedFrames { net.passedFrames }
  /// How long the frames were that were shown last.
  private(set) var lastByteCounts: [Int] = []
  /// How many had been overwritten.
  private(set) var missedCount = 0

  /// The beginnings of the frames that have passed since a place.
  func frames(since place: inout PassedFrames) -> [[UInt8]] {
    var frames: [[UInt8]] = []
    lastByteCounts = []
    net.forEachFrame(since: &place) { bytes, byteCount in
      guard bytes.count > 0 else {
        missedCount += 1
        return
      }
      frames.append(Array(bytes))
      lastByteCounts.append(byteCount)
    }
    return frames
  }

  /// Takes the oldest received frame as a copy.
  func receive() -> [UInt8]? {
    net.receive { (frame: RawSpan) in frame.withUnsafeBytes { Array($0) } }
  }

  /// Sends the oldest received frame back from inside its closure.
  ///
  /// - Returns: Whether a buffer was free for it, nil if there is no frame.
  func echo() -> Bool? {
    net.receive { frame, _, transmitter in
      transmitter.transmit(byteCount: frame.byteCount) { answer in
        for index in 0..<frame.byteCount {
          answer.storeBytes(
            of: frame.unsafeLoad(fromByteOffset: index, as: UInt8.self), toByteOffset: index,
            as: UInt8.self)
        }
      }
    }
  }

  /// Queues a frame of given bytes.
  func transmit(_ bytes: [UInt8], offload: FrameOffload? = nil) -> Bool {
    net.transmit(byteCount: bytes.count, offload: offload) { frame in
      for (index, byte) in bytes.enumerated() {
        frame.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
      }
    }
  }

  /// Queues a frame that a closure writes.
  func transmit(byteCount: Int, _ fill: (inout MutableRawSpan) -> Void) -> Bool {
    net.transmitter.transmit(byteCount: byteCount, fill)
  }

  /// Queues a segment of given bytes that is to be cut.
  func transmit(_ bytes: [UInt8], segmentation: FrameSegmentation) -> Bool {
    net.transmit(byteCount: bytes.count, segmentation: segmentation) { frame in
      frame.withUnsafeMutableBytes { $0.copyBytes(from: bytes) }
    }
  }

  /// Makes room for segments.
  func makeRoomForSegments(sendBuffers: Int, memory: FakeMemory) {
    var memory = memory
    net.makeRoomForSegments(sendBuffers: sendBuffers, memory: &memory)
  }

  var maximumSegmentedByteCount: Int { net.maximumSegmentedByteCount }
  var receivesSegments: Bool { net.receivesSegments }

  /// Takes the oldest received frame as a copy, and whether the device vouches for its checksum.
  func receiveWithChecksum() -> (frame: [UInt8], isChecksumKnown: Bool)? {
    net.receive { frame, isChecksumKnown, _ in
      (frame.withUnsafeBytes { Array($0) }, isChecksumKnown)
    }
  }

  func acknowledgeInterrupt() -> VirtioInterruptCauses { net.acknowledgeInterrupt() }

  var completesChecksums: Bool { net.completesChecksums }

  func flush() { net.flush() }
  func disableReceiveInterrupts() { net.disableReceiveInterrupts() }
  func enableReceiveInterrupts() -> Bool { net.enableReceiveInterrupts() }
  func enableTransmitInterrupt() -> Bool { net.transmitter.enableInterrupt() }
}

extension FakeNetDevice {
  /// Starts a driver of this device over virtio-mmio.
  func started(
    receiveBuffers: Int = 8, transmitBuffers: Int = 8, over registers: FakeRegisters? = nil,
    ordering: VirtioOrdering = .deviceAccess
  ) throws(VirtioError) -> DriverBox<VirtioMMIO<FakeRegisters>> {
    var memory = memory
    return DriverBox(
      try VirtioNet(
        VirtioMMIO(registers ?? mappedRegisters()), receiveBuffers: receiveBuffers,
        transmitBuffers: transmitBuffers, memory: &memory, ordering: ordering))
  }
}
