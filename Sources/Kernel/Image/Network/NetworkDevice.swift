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
    transmit(byteCount: byteCount, offload: checksum.map { FrameOffload($0) }, body)
  }

  mutating func transmit(
    byteCount: Int, segmentation: Segmentation, _ body: (inout MutableRawSpan) -> Void
  ) -> Bool {
    let cut = FrameSegmentation(
      checksum: FrameOffload(segmentation.checksum),
      headerByteCount: UInt16(truncatingIfNeeded: segmentation.headerByteCount),
      segmentByteCount: UInt16(truncatingIfNeeded: segmentation.segmentByteCount))
    return transmit(byteCount: byteCount, segmentation: cut, body)
  }
}

extension FrameOffload {
  /// Takes the stack's word for it.
  @inline(__always)
  fileprivate init(_ checksum: PartialChecksum) {
    self.init(
      checksumStart: UInt16(truncatingIfNeeded: checksum.start),
      checksumOffset: UInt16(truncatingIfNeeded: checksum.offset))
  }
}
