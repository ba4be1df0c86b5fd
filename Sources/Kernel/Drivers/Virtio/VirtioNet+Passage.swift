internal import Hardware

/// Up to which place somebody has looked at a device's frames.
public struct PassedFrames: Equatable, Sendable {
  var received: UInt16 = 0
  var sent: UInt16 = 0

  /// The place before the first frame.
  public init() {}
}

extension VirtioNet where Transport: ~Copyable {
  /// The place behind all frames that passed so far.
  public var passedFrames: PassedFrames {
    var place = PassedFrames()
    place.received = receiveQueue.consumed
    place.sent = transmitter.queue.offered
    return place
  }

  /// Visits the frames that have passed since a place, received ones first, and moves the place on.
  ///
  /// - Parameters:
  ///   - place: The place.
  ///   - body: Takes what lies in the first buffer of a frame, from its link header on, and how
  ///     many bytes the frame has; the bytes are the device's again after the call. No bytes are
  ///     handed over of a frame that may have been overwritten.
  @inline(never)
  public mutating func forEachFrame(
    since place: inout PassedFrames, _ body: (UnsafeRawBufferPointer, Int) -> Void
  ) {
    let header = transmitter.headerByteCount
    while place != passedFrames {
      var (byteCount, bytes) = unsafe (0, UnsafeRawBufferPointer?.none)
      // Safe: the bytes are looked at before anybody else runs.
      if place.received != receiveQueue.consumed {
        unsafe bytes = takeReceived(&place.received, &byteCount)
      } else {
        unsafe bytes = transmitter.given(at: place.sent)
        byteCount = unsafe bytes?.count ?? 0
        place.sent &+= 1
      }
      if byteCount <= header { unsafe bytes = nil }
      let start = unsafe bytes?.baseAddress.map { unsafe $0 + header }
      unsafe body(
        UnsafeRawBufferPointer(start: start, count: (bytes?.count ?? header) &- header),
        byteCount &- header)
    }
  }

  /// Takes the next received frame: its first buffer, and the bytes of all of them.
  @unsafe
  private func takeReceived(
    _ position: inout UInt16, _ byteCount: inout Int
  ) -> UnsafeRawBufferPointer? {
    let first = unsafe receiveQueue.taken(at: position)
    position &+= 1
    guard let first = unsafe first, first.count > transmitter.headerByteCount else {
      return nil
    }
    var left = unsafe VirtioNetHeader(
      UnsafeMutableRawBufferPointer(mutating: first), isMergeable: assembly.byteCount > 0
    ).bufferCount
    byteCount = first.count
    while left > 1, position != receiveQueue.consumed {
      byteCount &+= unsafe receiveQueue.taken(at: position)?.count ?? 0
      position &+= 1
      left &-= 1
    }
    return unsafe first
  }
}

extension VirtioNetTransmitter where Transport: ~Copyable {
  /// What was given to the device at a position, with what precedes the frame; nil if it may have
  /// changed.
  @unsafe
  mutating func given(at position: UInt16) -> UnsafeRawBufferPointer? {
    guard let (address, byteCount) = queue.given(at: position),
      // Safe: the memory is the driver's for ever.
      let start = unsafe queue.buffers.pointer(to: address)
        ?? segmentBuffers.memory?.pointer(to: address)
    else { return nil }
    return unsafe UnsafeRawBufferPointer(start: start, count: byteCount)
  }
}
