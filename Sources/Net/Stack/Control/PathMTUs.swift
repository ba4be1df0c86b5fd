internal import Wire

/// The largest packets that pass on the ways to hosts, where they are smaller than the link's.
///
/// Source: RFC 1191, sections 3 and 6.3.
struct PathMTUs {
  /// What is known of the way to one host.
  private struct Entry {
    var destination: IPv4Address
    var mtu: Int
    var learned: Instant
  }

  /// Number of hosts that fit in.
  static let capacity = 32
  /// How long a limit is believed, in nanoseconds: 10 min.
  static let lifetimeNanoseconds: UInt64 = 600_000_000_000
  /// The smallest limit that is believed, in bytes: less serves attackers more than links.
  static let minimum = 552

  private var entries: [Entry] = []

  /// Starts without limits.
  init() {}

  /// Whether nothing is known.
  var isEmpty: Bool { entries.isEmpty }

  /// The largest packet that passes on the way to a host, in bytes; nil if no limit is known.
  func limit(to destination: IPv4Address, now: Instant) -> Int? {
    for entry in entries where entry.destination == destination && Self.isFresh(entry, now) {
      return entry.mtu
    }
    return nil
  }

  /// The smallest limit of all; nil if there is none.
  mutating func smallest(now: Instant) -> Int? {
    entries.removeAll { !Self.isFresh($0, now) }
    var smallest: Int?
    for entry in entries { smallest = min(smallest ?? entry.mtu, entry.mtu) }
    return smallest
  }

  /// Notes what a router said.
  ///
  /// - Returns: Whether the limit is lower than what was believed before; only then it is.
  mutating func lower(
    to destination: IPv4Address, mtu: Int, linkMTU: Int, now: Instant
  ) -> Bool {
    let mtu = max(mtu, Self.minimum)
    guard mtu < limit(to: destination, now: now) ?? linkMTU else { return false }
    entries.removeAll { $0.destination == destination || !Self.isFresh($0, now) }
    if entries.count >= Self.capacity { entries.removeFirst() }
    entries.append(Entry(destination: destination, mtu: mtu, learned: now))
    return true
  }

  private static func isFresh(_ entry: Entry, _ now: Instant) -> Bool {
    now.nanoseconds(since: entry.learned) < lifetimeNanoseconds
  }
}
