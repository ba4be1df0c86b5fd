internal import Core
internal import Net
internal import Wire
internal import _Concurrency

/// The echo requests that wait for their answers.
@safe
enum EchoRequests {
  // Safe, all of them: one core, and no interrupt handler looks at them.
  nonisolated(unsafe) private static var waiting: [EchoWaiter] = []
  nonisolated(unsafe) private static var identifier: UInt32?
  nonisolated(unsafe) private static var number: UInt32 = 0

  /// Sends one request and waits for what becomes of it.
  ///
  /// - Returns: Nil if nothing came in time, or the task was cancelled.
  static func ask(
    _ destination: IPv4Address, payloadByteCount: Int, timeToLive: UInt8, deadline: UInt64
  ) async throws(SendError) -> EchoEvent? {
    let waiter = EchoWaiter(destination: destination, echo: nextEcho())
    unsafe waiting.append(waiter)
    defer { unsafe waiting.removeAll { $0 === waiter } }
    try unsafe Interface.toward(destination).pointer?.pointee.sendEcho(
      to: destination, echo: waiter.echo, payloadByteCount: payloadByteCount,
      timeToLive: timeToLive)
    await waiter.wait(until: deadline)
    return waiter.event
  }

  /// An identifier and a number that no other request has.
  private static func nextEcho() -> UInt32 {
    if unsafe identifier == nil {
      unsafe identifier = UInt32(truncatingIfNeeded: EntropyPool.word()) << 16
      unsafe Interface.forEachEver { unsafe $0.pointee.enableEchoes { take($0) } }
    }
    unsafe number = unsafe (number &+ 1) & 0xffff
    return unsafe (identifier ?? 0) | number
  }

  /// Hands an event to the request that it is about.
  private static func take(_ event: EchoEvent) -> Bool {
    for waiter in unsafe waiting where waiter.isAbout(event) {
      waiter.finish(with: event)
      return true
    }
    return false
  }
}

/// A task that waits for the answer to one echo request.
private final class EchoWaiter {
  let echo: UInt32
  private let destination: IPv4Address
  private let sleeper = Sleeper()
  private(set) var event: EchoEvent?

  init(destination: IPv4Address, echo: UInt32) {
    self.destination = destination
    self.echo = echo
  }

  /// Whether an event is about this request, and came from who could tell.
  func isAbout(_ event: EchoEvent) -> Bool {
    switch event {
    case .reply(let reply): reply.echo == echo && reply.source == destination
    case .report(let report, _): report.echo == echo && report.destination == destination
    }
  }

  func finish(with event: EchoEvent) {
    self.event = event
    sleeper.cancel()
  }

  /// Waits for the event, at most until a time in nanoseconds since start.
  func wait(until deadline: UInt64) async {
    // An answer of this machine's own is there already: sending went round.
    if event == nil { await sleeper.sleep(until: deadline) }
  }
}
