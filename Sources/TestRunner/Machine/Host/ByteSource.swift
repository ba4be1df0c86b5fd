/// A stream that is read whenever it has something.
final class ByteSource {
  private let descriptor: Descriptor
  private let loop: EventLoop
  private let handler: ([UInt8]) -> Void
  private var watch: EventLoop.Watch?
  private var readByteCount = 0

  /// Watches a descriptor that does not block.
  ///
  /// - Parameters:
  ///   - descriptor: The stream.
  ///   - loop: Who waits.
  ///   - handler: Takes the bytes, never empty.
  init(_ descriptor: Descriptor, _ loop: EventLoop, handler: @escaping ([UInt8]) -> Void) {
    self.descriptor = descriptor
    self.loop = loop
    self.handler = handler
    watch = loop.watch(descriptor) { [unowned self] in _ = readOnce() }
  }

  /// More than any channel holds at one time.
  private static let channelByteCount = 16 << 20

  /// Reads all that is there now; not what somebody goes on writing meanwhile.
  func drain() {
    let limit = readByteCount + Self.channelByteCount
    while readByteCount < limit, readOnce() {}
  }

  /// Reads once; whether there may be more.
  private func readOnce() -> Bool {
    guard watch != nil, let bytes = descriptor.readAvailable() else { return false }
    if bytes.isEmpty {
      stop()
    } else {
      readByteCount += bytes.count
      handler(bytes)
    }
    return !bytes.isEmpty
  }

  private func stop() {
    if let watch { loop.remove(watch) }
    watch = nil
  }
}
