internal import Hardware

/// One port of a console: its two queues, and what the device says about it.
final class ConsolePort {
  /// Size of a buffer for received bytes.
  static var receiveByteCount: Int { 4096 }
  /// Size of a buffer for bytes to send.
  static var transmitByteCount: Int { 16384 }
  /// Number of buffers in either direction.
  static var bufferCount: Int { 8 }
  /// The most bytes of a name that are kept.
  static var nameByteCount: Int { 64 }

  var receiveQueue: Virtqueue
  var transmitQueue: Virtqueue
  /// Whether the device has such a port.
  var isPresent = false
  /// Whether the other side has it open.
  var isConnected = false
  /// Its name; empty if it has none.
  var name: [UInt8] = []

  init(_ receiveQueue: consuming Virtqueue, _ transmitQueue: consuming Virtqueue) {
    self.receiveQueue = receiveQueue
    self.transmitQueue = transmitQueue
  }

  /// Makes the queues of a port.
  static func activate<
    Transport: VirtioTransport & ~Copyable, Memory: DMAMemory & ~Copyable
  >(
    _ number: Int, on transport: inout Transport, _ features: VirtioFeatures,
    _ memory: inout Memory
  ) throws(VirtioError) -> ConsolePort {
    let queue = receiveQueueNumber(of: number)
    return ConsolePort(
      try Virtqueue.activate(
        queue, on: &transport, bufferCount: bufferCount, bufferByteCount: receiveByteCount,
        deviceWrites: true, features: features, memory: &memory),
      try Virtqueue.activate(
        queue + 1, on: &transport, bufferCount: bufferCount, bufferByteCount: transmitByteCount,
        deviceWrites: false, features: features, memory: &memory))
  }

  /// Makes the queues for messages about ports.
  static func activateControl<
    Transport: VirtioTransport & ~Copyable, Memory: DMAMemory & ~Copyable
  >(
    on transport: inout Transport, _ features: VirtioFeatures, _ memory: inout Memory
  ) throws(VirtioError) -> ConsolePort {
    ConsolePort(
      try Virtqueue.activate(
        ControlQueue.receive, on: &transport, bufferCount: 16,
        bufferByteCount: ConsoleMessage.byteCount + nameByteCount, deviceWrites: true,
        features: features, memory: &memory),
      try Virtqueue.activate(
        ControlQueue.transmit, on: &transport, bufferCount: 16,
        bufferByteCount: ConsoleMessage.byteCount, deviceWrites: false, features: features,
        memory: &memory))
  }

  /// Number of the receive queue of a port; its transmit queue is the next one.
  ///
  /// Source: Virtio 1.2, section 5.3.2: the control queues come after those of port 0.
  static func receiveQueueNumber(of port: Int) -> UInt16 {
    UInt16(truncatingIfNeeded: port == 0 ? 0 : 2 + 2 * port)
  }
}
