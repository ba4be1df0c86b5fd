internal import Core

/// Notices that free memory falls below a limit.
struct MemoryWatch {
  /// Fewer free pages than these are too few.
  let limit: Int
  /// Is called then.
  let body: @Sendable () -> Void
  /// Whether it was called, and there has not been clearly more since.
  private var isLow = false

  /// The watch that the run loop keeps, if a service asked for one.
  nonisolated(unsafe) static var current: MemoryWatch?

  init(limit: Int, body: @escaping @Sendable () -> Void) {
    self.limit = limit
    self.body = body
  }

  /// Looks how much is free; called by the run loop in every round.
  static func look() {
    // Safe: one core; nobody else touches the watch meanwhile.
    guard let heap = unsafe heap, let watch = unsafe current else { return }
    let free = unsafe heap.pointee.pages.freePageCount
    if free >= watch.limit + watch.limit / 4 {
      unsafe current?.isLow = false
    } else if free < watch.limit, !watch.isLow {
      unsafe current?.isLow = true
      watch.body()
    }
  }
}
