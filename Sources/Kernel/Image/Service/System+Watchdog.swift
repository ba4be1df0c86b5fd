extension System {
  /// How long a task may run without giving way before it is reported with its stack.
  ///
  /// Zero if nobody watches; at most a minute.
  /// A second, unless the command line says otherwise: `watchdog=500` means 500 ms, `watchdog=0`
  /// nobody watches, `watchdog=panic` ends the guest.
  public var watchdogLimit: Duration {
    get { .nanoseconds(Int64(unsafe Watchdog.limit)) }
    nonmutating set {
      let (seconds, attoseconds) = newValue.components
      let limit = min(max(seconds, 0), 60) * 1_000_000_000 + max(attoseconds, 0) / 1_000_000_000
      // Safe: one core; the next tick finds one value or the other.
      unsafe Watchdog.limit = UInt64(limit)
      Watchdog.watch()
    }
  }
}
