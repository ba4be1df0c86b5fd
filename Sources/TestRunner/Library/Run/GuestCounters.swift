internal import Telemetry

/// The kernel's counters at one moment, read from its memory.
struct GuestCounters {
  private let counters: Counters

  /// Reads a copy of the kernel's block; nil if it is none.
  init?(decoding bytes: [UInt8]) {
    guard let block = try? StatisticsBlock(decoding: bytes.span.bytes) else { return nil }
    counters = block.counters
  }

  var heapByteCount: UInt64 { counters[.heapBytesInUse] }
  /// Blocks taken and not given back.
  var blockCount: UInt64 { counters[.allocations] &- counters[.frees] }
  var timerInterruptCount: UInt64 { counters[.timerInterrupts] }

  /// The value of a counter by the name that reports give it; nil if there is none.
  func value(named name: String) -> UInt64? {
    Self.all.first { $0.name.description == name }.map { counters[$0] }
  }

  /// The names of all counters.
  static var names: [String] { all.map(\.name.description) }

  private static var all: [Counter] { (0..<Counter.count).compactMap(Counter.init) }
}
