@testable internal import Telemetry

/// Memory with a ring in it, and a composer beside it, as a guest has them.
final class LogMemory {
  let ring: LogRing
  var composer: LogComposer
  private let block: UnsafeMutableRawPointer
  private let line: UnsafeMutableRawPointer
  private let capacity: Int

  init(capacity: Int = 1024) {
    self.capacity = capacity
    block = .allocate(byteCount: LogRing.headerByteCount + capacity, alignment: 8)
    line = .allocate(byteCount: LogComposer.byteCount, alignment: 8)
    ring = LogRing(unsafeBase: block, capacity: capacity)
    composer = LogComposer(unsafeBase: line)
    ring.start()
  }

  deinit {
    block.deallocate()
    line.deallocate()
  }

  /// A copy of the ring's memory.
  var bytes: [UInt8] {
    Array(UnsafeRawBufferPointer(start: block, count: LogRing.headerByteCount + capacity))
  }

  /// Composes an entry and writes it into the ring.
  func log(
    _ text: String, _ level: LogLevel = .info, module: StaticString = "test", at time: UInt64 = 1
  ) {
    let outer = composer.begin(level, module: module, nanosecondsSinceEntry: time)
    for byte in text.utf8 { composer.write(byte) }
    composer.finish(outer) { ring.append($0) }
  }
}

/// The texts of a ring's entries, the oldest first; nil if the memory is no ring.
func texts(_ bytes: [UInt8], last limit: Int? = nil) -> [String]? {
  guard let history = try? LogHistory(bytes.span.bytes) else { return nil }
  var texts: [String] = []
  history.forEach(ofLast: limit) { entry in
    let text = InlineText<512>(entry.text)
    texts.append(String(decoding: text.copy(as: [UInt8].self), as: UTF8.self))
  }
  return texts
}

extension LogLevel {
  /// Every level, the least first.
  static var all: [LogLevel] { (0..<8).compactMap(LogLevel.init) }
}
