internal import Synchronization

/// What an interrupt handler can ask of the run loop.
enum Event {
  /// The network device has news.
  static var network: UInt32 { 1 << 0 }
  /// The timer ran out.
  static var timer: UInt32 { 1 << 1 }

  /// Leaves a note for the run loop; for interrupt handlers.
  @inline(__always)
  static func post(_ event: UInt32) {
    pendingEvents.bitwiseOr(event, ordering: .relaxed)
  }
}
