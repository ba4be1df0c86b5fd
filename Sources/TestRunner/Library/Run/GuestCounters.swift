internal import Telemetry

/// The kernel's counters at one moment, read from its memory.
struct GuestCounters: Equatable {
  /// Where an image keeps its counters.
  struct Place {
    /// Address of the kernel's own: `StatisticsBlock`.
    var statistics: UInt64
    /// Address of the registry of all others: `CounterRegistry`; nil if the image has none.
    var registry: UInt64?
  }

  /// The counters that the kernel itself keeps.
  private let counters: Counters
  /// The others by name, in the order of the registry.
  private(set) var registered: [(name: String, value: UInt64)] = []

  /// Reads the kernel's own counters from a copy of its block; nil if it is none.
  init?(decoding bytes: [UInt8]) {
    guard let block = try? StatisticsBlock(decoding: bytes.span.bytes) else { return nil }
    counters = block.counters
  }

  /// Reads all counters; nil if the kernel's own cannot be read.
  ///
  /// - Parameters:
  ///   - place: Where they are.
  ///   - read: Gives bytes of the guest's memory; nil if it cannot.
  /// - Throws: As `read` does.
  init?<Failure: Error>(
    at place: Place, read: (_ address: UInt64, _ count: Int) throws(Failure) -> [UInt8]
  ) throws(Failure) {
    self.init(decoding: try read(place.statistics, StatisticsBlock.byteCount))
    guard let address = place.registry else { return }
    let bytes = try read(address, CounterRegistry.byteCount)
    guard let registry = try? CounterRegistry(decoding: bytes.span.bytes) else { return }
    for index in 0..<registry.count {
      let group = registry[index]
      guard group.count > 0, group.nameByteCount > 0 else { continue }
      let names = try read(group.namesAddress, Int(group.nameByteCount))
      let values = try read(group.valuesAddress, group.byteCount)
      guard values.count == group.byteCount else { continue }
      add(names, values, group)
    }
  }

  private mutating func add(_ names: [UInt8], _ values: [UInt8], _ group: CounterGroup) {
    var found: [(String, UInt64)] = []
    CounterGroup.forEachName(in: names.span.bytes, count: Int(group.count)) { index, name in
      var text = ByteCollector()
      name.write(to: &text)
      let bytes = values.dropFirst(index * Int(group.stride)).prefix(Int(group.valueByteCount))
      let value = bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
      found.append((text.text, value))
    }
    registered += found
  }

  var heapByteCount: UInt64 { counters[.heapBytesInUse] }
  /// Blocks taken and not given back.
  var blockCount: UInt64 { counters[.allocations] &- counters[.frees] }
  var timerInterruptCount: UInt64 { counters[.timerInterrupts] }

  /// All counters by name, the kernel's own first.
  var all: [(name: String, value: UInt64)] {
    zip(Self.ownNames, Self.own).map { ($0, counters[$1]) } + registered
  }

  /// The value of a counter by the name that reports give it; nil if there is none.
  func value(named name: String) -> UInt64? {
    all.first { $0.name == name }?.value
  }

  /// Whether the kernel itself keeps a counter.
  static func isOwn(_ name: String) -> Bool { ownNames.contains(name) }

  private static var ownNames: [String] {
    "\(Counter.names)".split(separator: "\n").map(String.init)
  }

  private static var own: [Counter] { (0..<Counter.count).compactMap(Counter.init) }

  static func == (left: Self, right: Self) -> Bool {
    left.all.elementsEqual(right.all) { $0 == $1 }
  }
}
