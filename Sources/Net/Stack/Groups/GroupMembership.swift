internal import Wire

/// The groups that this host belongs to, and what routers are told of it.
///
/// ```
/// none ── join: report ──> delaying ── time: report ──> idle ── query ──> delaying
///                              └── another's report ──────^
/// ```
///
/// Source: RFC 2236, sections 3 to 6; RFC 3376, section 7.2, on queries of version 3.
final class GroupMembership: TimedPart {
  /// One group.
  private struct Group {
    var address: IPv4Address
    /// How many sockets belong to it.
    var userCount = 1
    /// When a report is due; nil if none is.
    var deadline: Instant?
    /// Whether the last report on the link was ours.
    var isLastReporter = true
  }

  /// How many groups there may be.
  static let capacity = 16
  /// Within how many nanoseconds the first report is repeated: 10 s (section 8.10).
  static let repeatNanoseconds: UInt64 = 10_000_000_000
  /// How long a router of version 1 is reckoned with, in nanoseconds: 400 s (section 8.11).
  static let version1Nanoseconds: UInt64 = 400_000_000_000

  private let detour: Detour
  private var random: RandomSource
  private var groups: [Group] = []
  private var version1Until: Instant?

  /// Starts without groups.
  init(detour: Detour, random: RandomSource) {
    self.detour = detour
    self.random = random
  }

  override var nextDeadline: Instant? {
    var next: Instant?
    for group in groups {
      guard let deadline = group.deadline else { continue }
      next = min(next ?? deadline, deadline)
    }
    return next
  }

  /// Sends the reports that are due.
  override func advance(to now: Instant) {
    for index in groups.indices {
      guard let deadline = groups[index].deadline, deadline <= now else { continue }
      groups[index].deadline = nil
      report(at: index, now: now)
    }
  }

  /// Tells the routers of another link, or under another address.
  override func restart(now: Instant) {
    for index in groups.indices { announce(at: index, now: now) }
  }

  /// Whether this host belongs to a group; all do to that of all hosts.
  func contains(_ address: IPv4Address) -> Bool {
    address == .allHosts || groups.contains { $0.address == address }
  }

  /// Joins a group, or counts one user more.
  ///
  /// - Returns: False if the address is that of no group, or there are too many.
  func join(_ address: IPv4Address, now: Instant) -> Bool {
    guard address.isMulticast else { return false }
    guard address != .allHosts else { return true }
    if let index = groups.firstIndex(where: { $0.address == address }) {
      groups[index].userCount += 1
      return true
    }
    guard groups.count < Self.capacity else { return false }
    groups.append(Group(address: address))
    announce(at: groups.count - 1, now: now)
    return true
  }

  /// Counts one user less, and leaves the group with the last of them.
  func leave(_ address: IPv4Address, now: Instant) {
    guard let index = groups.firstIndex(where: { $0.address == address }) else { return }
    groups[index].userCount -= 1
    guard groups[index].userCount == 0 else { return }
    let group = groups.remove(at: index)
    if group.isLastReporter, !isVersion1(now: now) {
      send(IGMPMessage(type: .leaveGroup, group: address), to: .allRouters)
    }
  }

  /// Handles the payload of a packet that is said to hold an IGMP message.
  ///
  /// - Returns: False if it is not sound.
  func receive(_ bytes: RawSpan, now: Instant) -> Bool {
    guard let message = try? IGMPMessage(parsing: IGMPPacket(bytes)) else { return false }
    switch message.type {
    case .membershipQuery: answer(message, now: now)
    case .membershipReport, .membershipReport1:
      for index in groups.indices
      where groups[index].address == message.group && groups[index].deadline != nil {
        groups[index].deadline = nil
        groups[index].isLastReporter = false
      }
    default: break
    }
    return true
  }

  /// Sets the time for answers to a query: at random, so that not all hosts answer at once.
  private func answer(_ query: IGMPMessage, now: Instant) {
    var limit = UInt64(query.maximumResponseTime) * 100_000_000
    if limit == 0 {
      version1Until = now.advanced(byNanoseconds: Self.version1Nanoseconds)
      limit = Self.repeatNanoseconds
    }
    for index in groups.indices
    where query.group == .unspecified || query.group == groups[index].address {
      let latest = now.advanced(byNanoseconds: limit)
      if let deadline = groups[index].deadline, deadline <= latest { continue }
      groups[index].deadline = now.advanced(byNanoseconds: random.next() % limit)
    }
  }

  private func announce(at index: Int, now: Instant) {
    report(at: index, now: now)
    groups[index].deadline = now.advanced(
      byNanoseconds: random.next() % Self.repeatNanoseconds)
  }

  private func report(at index: Int, now: Instant) {
    groups[index].isLastReporter = true
    let type = isVersion1(now: now) ? IGMPType.membershipReport1 : .membershipReport
    let group = groups[index].address
    send(IGMPMessage(type: type, group: group), to: group)
  }

  private func isVersion1(now: Instant) -> Bool { now < version1Until ?? now }

  private func send(_ message: IGMPMessage, to destination: IPv4Address) {
    let headerByteCount = IPv4Header.byteCountWithRouterAlert
    var packet = [UInt8](repeating: 0, count: headerByteCount + IGMPMessage.byteCount)
    var span = packet.mutableSpan
    // Safe: bytes have no invalid values.
    var bytes = unsafe span.mutableBytes
    IPv4Header(
      source: detour.address, destination: destination, payloadProtocol: .igmp, timeToLive: 1
    ).emitWithRouterAlert(into: &bytes, payloadByteCount: IGMPMessage.byteCount)
    var payload = bytes.part(headerByteCount..<headerByteCount + IGMPMessage.byteCount)
    message.emit(into: &payload)
    detour.depart(packet)
  }
}
