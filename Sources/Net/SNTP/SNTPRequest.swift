public import Net
internal import Wire

/// One question for the time.
///
/// In the place of the time that a client need not tell stands a number that only the server sees:
/// an answer must repeat it. So nobody off the path can answer, and nobody learns this host's time.
///
/// Source: RFC 4330, section 5; RFC 5905, section 8.
public struct SNTPRequest: Sendable {
  /// The number that an answer must repeat; never 0.
  let cookie: NTPTimestamp
  /// When it was sent.
  let departure: Instant

  /// Makes a question.
  ///
  /// - Parameters:
  ///   - number: A number that nobody can foretell.
  ///   - now: The present.
  public init(number: UInt64, at now: Instant) {
    cookie = NTPTimestamp(rawValue: number == 0 ? 1 : number)
    departure = now
  }

  /// The question as it is sent.
  public var bytes: [UInt8] {
    var bytes = [UInt8](repeating: 0, count: NTPPacket.byteCount)
    // Version 4, from a client.
    bytes[0] = 4 << 3 | 3
    for index in 0..<8 {
      bytes[40 + index] = UInt8(truncatingIfNeeded: cookie.rawValue >> UInt64(56 - 8 * index))
    }
    return bytes
  }

  /// Reads an answer.
  ///
  /// - Parameters:
  ///   - bytes: What arrived from the server.
  ///   - now: When it did.
  /// - Returns: The time; nil if the bytes do not answer this question.
  /// - Throws: `malformed`, `refused`, `notSynchronized` or `implausible`.
  public func read(_ bytes: RawSpan, at now: Instant) throws(SNTPError) -> SNTPReading? {
    let packet: NTPPacket
    do throws(WireError) { packet = try NTPPacket(bytes) } catch { throw .malformed }
    guard packet.originate == cookie else { return nil }
    guard packet.mode == 4 else { throw .malformed }
    guard packet.stratum != 0 else { throw .refused(packet.reference) }
    guard packet.leap != 3, packet.stratum < 16 else { throw .notSynchronized }
    guard packet.transmit.rawValue != 0, packet.receive.rawValue != 0 else { throw .implausible }
    let roundTrip = Int(now.nanoseconds(since: departure))
    let processing = packet.transmit.nanoseconds(since: packet.receive)
    guard processing >= 0 else { throw .implausible }
    // The server's clock may be coarser than ours, and run a little faster.
    let delay = max(0, roundTrip - processing)
    guard processing - roundTrip <= Self.tolerance else { throw .implausible }
    let rootDistance =
      Self.nanoseconds(packet.rootDelay) / 2 + Self.nanoseconds(packet.rootDispersion)
    guard rootDistance < Self.maximumDistance else { throw .notSynchronized }
    return SNTPReading(
      time: packet.transmit.advanced(byNanoseconds: delay / 2), arrival: now, delay: delay,
      error: delay / 2 + rootDistance, stratum: packet.stratum)
  }

  /// By how much a server may claim to have worked longer than it took altogether: 10 ms.
  private static let tolerance = 10_000_000
  /// A server that is further from the truth than this is not worth asking: 16 s.
  ///
  /// Source: RFC 5905, section 7.2, `MAXDISP`.
  private static let maximumDistance = 16_000_000_000

  /// Nanoseconds of a time with 16 bits after the point.
  private static func nanoseconds(_ short: UInt32) -> Int { (Int(short) * 1_000_000_000) >> 16 }
}
