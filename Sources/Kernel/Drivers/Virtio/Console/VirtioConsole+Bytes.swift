internal import Hardware

// The bytes of ports. Every function's port is a number below `portCount`.

extension VirtioConsole where Transport: ~Copyable {
  /// The most bytes of one call of `transmit`.
  public static var transmitByteCount: Int { ConsolePort.transmitByteCount }

  /// Gives the device buffers for what comes in.
  mutating func prepareReceiving(_ number: Int) {
    let port = ports[number]
    while let buffer = port.receiveQueue.takeFree() { port.receiveQueue.offer(buffer) }
    _ = port.receiveQueue.allowInterrupts(on: transport, ordering)
    publishReceived(number)
  }

  /// Hands the oldest received bytes to a closure, and gives their buffer back to the device.
  ///
  /// - Parameters:
  ///   - number: The port.
  ///   - body: Reads the bytes in place; the span ends with the call.
  /// - Returns: What the closure returned; nil if none wait, and then the device interrupts when
  ///   some come.
  public mutating func receive<Result>(
    from number: Int, _ body: (RawSpan) -> Result
  ) -> Result? {
    let port = ports[number]
    repeat {
      while let (buffer, byteCount) = port.receiveQueue.takeUsedOutOfLine() {
        guard byteCount > 0 else {
          port.receiveQueue.refuseByteCount(of: buffer)
          continue
        }
        // Safe: the buffer is not the device's now, and the span ends before it becomes so again.
        let bytes = unsafe port.receiveQueue.bytes(of: buffer, from: 0, byteCount: byteCount)
        let result = unsafe body(bytes.bytes)
        port.receiveQueue.offer(buffer)
        if port.receiveQueue.unpublishedCount * 2 >= port.receiveQueue.bufferCount {
          publishReceived(number)
        }
        return result
      }
      publishReceived(number)
    } while port.receiveQueue.allowInterrupts(on: transport, ordering)
    return nil
  }

  private mutating func publishReceived(_ number: Int) {
    ports[number].receiveQueue.publish(
      to: &transport, as: ConsolePort.receiveQueueNumber(of: number), ordering)
  }

  /// Queues bytes that a closure writes in place; the device learns of them at the next `flush`.
  ///
  /// - Parameters:
  ///   - number: The port.
  ///   - byteCount: How many bytes, 1 to `transmitByteCount`.
  ///   - fill: Writes every byte.
  /// - Returns: False, without calling the closure, if no buffer is free; then the device
  ///   interrupts when one is.
  public mutating func transmit(
    to number: Int, byteCount: Int, _ fill: (inout MutableRawSpan) -> Void
  ) -> Bool {
    precondition(byteCount > 0 && byteCount <= ConsolePort.transmitByteCount, "too many bytes")
    guard let buffer = takeTransmitBuffer(number) else { return false }
    let port = ports[number]
    // Safe: the buffer is not the device's until it is offered, and the span ends before.
    let bytes = unsafe port.transmitQueue.bytes(of: buffer, from: 0, byteCount: byteCount)
    var span = unsafe bytes.mutableBytes
    fill(&span)
    port.transmitQueue.offer(buffer, byteCount: byteCount)
    return true
  }

  /// Tells the device of everything that is queued at a port.
  public mutating func flush(_ number: Int) {
    ports[number].transmitQueue.publish(
      to: &transport, as: ConsolePort.receiveQueueNumber(of: number) + 1, ordering)
  }

  /// A free buffer, if need be one that the device has sent meanwhile.
  private mutating func takeTransmitBuffer(_ number: Int) -> UInt16? {
    let port = ports[number]
    if let buffer = port.transmitQueue.takeFree() { return buffer }
    // The device can only return what it knows of.
    flush(number)
    repeat {
      while let (buffer, _) = port.transmitQueue.takeUsedOutOfLine() {
        port.transmitQueue.putFree(buffer)
      }
      if let buffer = port.transmitQueue.takeFree() {
        port.transmitQueue.suppressInterrupts()
        return buffer
      }
    } while port.transmitQueue.allowInterrupts(on: transport, ordering)
    return nil
  }
}
