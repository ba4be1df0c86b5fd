internal import CLaunch
internal import Frames
internal import Glibc

/// Every frame that passes the interface to the guest, as the kernel sees it.
///
/// The kernel writes frames into memory that it shares with this process, and wakes it once for
/// many: nobody on the way of a frame waits for the one who looks on.
///
/// Source: Linux manual page packet(7), and its documentation of packet_mmap.
final class PacketRing {
  /// Readable when the kernel has given frames over.
  let descriptor: Descriptor
  private var ring = launch_ring()

  /// Listens to the interface of a namespace.
  ///
  /// - Throws: `refused` if the kernel does not let it.
  init(
    in namespace: NetworkNamespace, number: Int = 0, hasHeaders: Bool
  ) throws(MachineError) {
    descriptor = try namespace.openSocket(.capture)
    let name = NetworkNamespace.interfaceName(number: number)
    guard launch_ring_open(descriptor.number, name, hasHeaders ? 1 : 0, &ring) == 0 else {
      throw .refusal("listen to", name)
    }
  }

  deinit { launch_ring_close(&ring) }

  /// Gives a record all frames that have been given over.
  func move(to record: LinkRecord) {
    var found = launch_frame()
    while launch_ring_next(&ring, &found) != 0 {
      // What is missing before a frame has been counted before the kernel gave the frame over.
      if found.is_first != 0 { record.noteMissing(Int(launch_ring_missed(&ring))) }
      let bytes = UnsafeRawBufferPointer(start: found.bytes, count: Int(found.count))
      var frame = SeenFrame(
        found.is_outgoing != 0 ? .toGuest : .fromGuest, at: found.nanoseconds, ByteView(bytes))
      if let header = found.header {
        frame.offload =
          SeenFrame.Offload(virtioHeader: UnsafeRawBufferPointer(start: header, count: 10))
          ?? frame.offload
      }
      record.take(frame)
    }
  }

  /// Gives a record all frames that have passed, also those that the kernel gives over later.
  ///
  /// - Parameters:
  ///   - record: Takes the frames.
  ///   - limit: How long to wait, should there always be more.
  func moveAll(to record: LinkRecord, within limit: Duration = .milliseconds(60)) {
    let deadline = ContinuousClock.now + limit
    move(to: record)
    while launch_ring_has_more(&ring) != 0, ContinuousClock.now < deadline {
      var request = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
      poll(&request, 1, 20)
      move(to: record)
    }
  }
}
