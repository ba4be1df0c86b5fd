internal import Telemetry

/// What a service has at hand.
public struct System: Sendable {
  init() {}

  /// The console: text for people.
  public var console: Console { Console() }

  /// The log's settings; `log(…)` writes lines into it.
  public var log: Log { Log() }

  /// What the guest counts, by name.
  public var counters: SystemCounters { SystemCounters() }

  /// The network; it is started when a service asks for it first, and answers pings from then on.
  public var network: Network {
    NetworkStart.runOnce()
    return Network()
  }

  /// Random numbers; the first use lets them draw on the device for entropy, if there is one.
  public var random: Random {
    EntropyDevice.offer()
    return Random()
  }

  /// The first disk; nil if there is none.
  public var disk: Disk? { Disk(number: 0) }

  /// All disks; each is started when it is asked for first.
  public var disks: Disks { Disks() }

  /// Opens a channel of bytes to the host; waits until the host announces it.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - limit: How long to wait. The host announces what the machine has as soon as it is asked the
  ///     first time; more time is for ports that are plugged in later.
  /// - Returns: Nil if the machine has no ports at all, if none of the name was announced in time,
  ///   or if the task was cancelled.
  public func port(
    named name: StaticString, within limit: Duration = .seconds(5)
  ) async -> HostPort? {
    await HostPort.open(named: name, within: limit)
  }

  /// Memory that the guest lends to its host; the first use lets the host ask for it.
  public var balloon: Balloon? { Balloon.shared }

  /// The time since the first instruction of the guest.
  public var uptime: Duration { .nanoseconds(Int64(currentNanoseconds())) }

  /// Ends the guest.
  ///
  /// - Parameter status: 0 means that all went well; the harness reports it.
  public func exit(_ status: UInt32 = 0) -> Never {
    endService(status)
  }
}

/// Ends the guest; a function of no type, of which there is one in an image.
@inline(never)
private func endService(_ status: UInt32) -> Never {
  log(.info, "the service ends with status \(status)", module: "kernel")
  publishStatistics()
  unsafe exitHook?()
  // Whoever reads the report of a failure wants to know what came before it.
  if status != 0 {
    unsafe Log.ring.send(last: 4096, flags: RecordFlags(rawValue: 0), to: &records)
  }
  unsafe records.send(ExitRecord(status: status, reason: InlineText()))
  leave(.clean)
}
