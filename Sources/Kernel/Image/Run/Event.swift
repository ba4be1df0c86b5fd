internal import Synchronization

/// What an interrupt handler can ask of the run loop.
enum Event {
  /// The network device, which has the first slot, has news.
  static var network: UInt32 { device(0) }
  /// The timer ran out.
  static var timer: UInt32 { 1 << 1 }
  /// Some device has news that is not the network.
  static var otherDevices: UInt32 { 0xfffe << 8 }

  /// The device in a slot has news.
  @inline(__always)
  static func device(_ slot: Int) -> UInt32 { 1 << (8 &+ UInt32(truncatingIfNeeded: slot)) }

  /// Leaves a note for the run loop; for interrupt handlers.
  @inline(__always)
  static func post(_ event: UInt32) {
    pendingEvents.bitwiseOr(event, ordering: .relaxed)
  }
}
