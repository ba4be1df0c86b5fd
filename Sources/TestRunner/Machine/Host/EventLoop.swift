internal import Glibc

/// Waits on descriptors and calls who watches them, on the caller's thread.
final class EventLoop {
  /// One watched descriptor.
  struct Watch: Hashable {
    fileprivate let number: Int
  }

  private struct Source {
    let watch: Watch
    let descriptor: Descriptor
    let events: Int16
    let handler: () -> Void
  }

  private var sources: [Source] = []
  private var watchCount = 0

  /// Calls a handler whenever a descriptor is readable or its other end is closed; or writable.
  func watch(
    _ descriptor: Descriptor, forWriting: Bool = false, handler: @escaping () -> Void
  ) -> Watch {
    watchCount += 1
    let watch = Watch(number: watchCount)
    let events = Int16(forWriting ? POLLOUT : POLLIN)
    sources.append(Source(watch: watch, descriptor: descriptor, events: events, handler: handler))
    return watch
  }

  /// Stops watching; a descriptor that nobody else holds is closed.
  func remove(_ watch: Watch) {
    sources.removeAll { $0.watch == watch }
  }

  /// Waits once, and calls the handlers of what became ready.
  ///
  /// - Parameter deadline: When to give up, nil for never; a past one asks without waiting.
  /// - Returns: Whether anything was ready.
  /// - Throws: `refused` if the kernel does not wait.
  func run(until deadline: ContinuousClock.Instant?) throws(MachineError) -> Bool {
    var requests = sources.map {
      pollfd(fd: $0.descriptor.number, events: $0.events, revents: 0)
    }
    let count = try Self.wait(for: &requests, until: deadline)
    let ready = zip(sources, requests).filter { $0.1.revents != 0 }.map(\.0)
    // A handler may remove a later source, which must then not be called.
    for source in ready where sources.contains(where: { $0.watch == source.watch }) {
      source.handler()
    }
    return count > 0
  }

  private static func wait(
    for requests: inout [pollfd], until deadline: ContinuousClock.Instant?
  ) throws(MachineError) -> Int32 {
    while true {
      let count = poll(
        &requests, nfds_t(requests.count), deadline.map { milliseconds(until: $0) } ?? -1)
      guard count < 0 else { return count }
      guard errno == EINTR else { throw .refusal("wait for", "events") }
    }
  }

  /// The time until a deadline, rounded up so that waiting once is enough.
  private static func milliseconds(until deadline: ContinuousClock.Instant) -> Int32 {
    let rest = max(deadline - ContinuousClock.now, .zero)
    let (seconds, attoseconds) = rest.components
    let up = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    return Int32(clamping: seconds * 1000 + up)
  }
}
