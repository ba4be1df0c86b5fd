internal import Drivers
internal import Hardware
internal import Net
internal import Wire

/// The network device, whatever bus it is on.
typealias NetworkDevice = VirtioNet<VirtioBus>

extension VirtioNetTransmitter: FrameTransmitter where Transport: ~Copyable {
  @inline(__always)
  mutating func transmit(
    byteCount: Int, checksum: PartialChecksum?, _ body: (inout MutableRawSpan) -> Void
  ) -> Bool {
    let offload = checksum.map {
      FrameOffload(
        checksumStart: UInt16(truncatingIfNeeded: $0.start),
        checksumOffset: UInt16(truncatingIfNeeded: $0.offset))
    }
    return transmit(byteCount: byteCount, offload: offload, body)
  }
}
