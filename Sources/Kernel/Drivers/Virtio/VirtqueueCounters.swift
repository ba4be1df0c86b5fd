/// What happened at a queue: numbers that only grow.
struct VirtqueueCounters {
  /// How often the device was notified.
  var notifications: UInt64 = 0
  /// How often the device did what it could not have meant.
  private var refusalCount: UInt64 = 0
  /// The same by kind.
  private(set) var refusals = VirtqueueRefusals()

  mutating func refuseBuffer() {
    refusals.buffers &+= 1
    refusalCount &+= 1
  }

  mutating func refuseByteCount() {
    refusals.byteCounts &+= 1
    refusalCount &+= 1
  }

  mutating func refusePosition() {
    refusals.positions &+= 1
    refusalCount &+= 1
  }

  /// Hands over where the numbers lie: notifications, then refusals.
  mutating func withNumbers(_ body: (UnsafeMutablePointer<UInt64>) -> Void) {
    // Safe: the first two properties, of that type, lie one after the other at the start.
    unsafe withUnsafeMutableBytes(of: &self) { bytes in
      if let base = bytes.baseAddress {
        unsafe body(base.assumingMemoryBound(to: UInt64.self))
      }
    }
  }
}
