/// What a stack has seen and done since its start.
///
/// Every arriving frame ends in exactly one of these: `datagramsDelivered`, `segmentsDelivered`,
/// `echoRequestsAnswered`, `arpRequestsAnswered`, `arpLearned`, `handedOver`, or one of the drops;
/// so does every detoured packet. All counters wrap.
public struct Counters: Sendable {
  /// Frames that arrived.
  public internal(set) var framesIn: UInt64 = 0
  /// Frames that the transmitter took.
  public internal(set) var framesOut: UInt64 = 0
  /// Bytes of the frames that arrived.
  public internal(set) var bytesIn: UInt64 = 0
  /// Bytes of the frames that the transmitter took.
  public internal(set) var bytesOut: UInt64 = 0
  /// Datagrams that a socket took.
  public internal(set) var datagramsDelivered: UInt64 = 0
  /// Datagrams that sockets sent, those that wait for a neighbour included.
  public internal(set) var datagramsSent: UInt64 = 0
  /// Segments that were handed to TCP, sound or not.
  public internal(set) var segmentsDelivered: UInt64 = 0
  /// Echo requests whose answer was sent or waits for a neighbour.
  public internal(set) var echoRequestsAnswered: UInt64 = 0
  /// Port and protocol unreachable messages that were sent or wait for a neighbour.
  public internal(set) var unreachablesSent: UInt64 = 0
  /// Port and protocol unreachable messages that the rate limit suppressed.
  public internal(set) var unreachablesSuppressed: UInt64 = 0
  /// Packets that had to wait until a neighbour was resolved.
  public internal(set) var packetsQueued: UInt64 = 0
  /// ARP requests for our address that were answered.
  public internal(set) var arpRequestsAnswered: UInt64 = 0
  /// Other ARP packets that resolved, confirmed or changed a neighbour.
  public internal(set) var arpLearned: UInt64 = 0
  /// ARP requests that the transmitter took.
  public internal(set) var arpRequestsSent: UInt64 = 0
  /// ARP announcements of our address that the transmitter took, those in defence included.
  public internal(set) var arpAnnouncementsSent: UInt64 = 0
  /// Neighbours whose card changed.
  public internal(set) var neighborsMoved: UInt64 = 0
  /// Neighbours that made room for others.
  public internal(set) var neighborsEvicted: UInt64 = 0
  /// Neighbours that did not answer, or no longer.
  public internal(set) var neighborsLost: UInt64 = 0
  /// Times that the link went down or came up.
  public internal(set) var linkChanges: UInt64 = 0
  /// Frames that were taken by a part that not every image has: fragments, reports, group queries.
  public internal(set) var handedOver: UInt64 = 0
  /// Packets that were put together of fragments, or that the host sent to itself.
  public internal(set) var packetsDetoured: UInt64 = 0

  private var receiveDrops: InlineArray<33, UInt64> = .init(repeating: 0)
  private var sendDrops: InlineArray<6, UInt64> = .init(repeating: 0)

  /// How many arriving frames were dropped for a reason.
  public subscript(reason: ReceiveDrop) -> UInt64 { receiveDrops[Int(reason.rawValue)] }

  /// How many leaving packets were dropped for a reason.
  public subscript(reason: SendDrop) -> UInt64 { sendDrops[Int(reason.rawValue)] }

  /// Counts the drop of an arriving frame.
  mutating func count(_ reason: ReceiveDrop) {
    receiveDrops[Int(reason.rawValue)] &+= 1
    receiveDropCount &+= 1
  }

  /// Counts the drop of a leaving packet.
  mutating func count(_ reason: SendDrop) { sendDrops[Int(reason.rawValue)] &+= 1 }

  /// Arriving frames that were dropped, for whatever reason.
  public private(set) var receiveDropCount: UInt64 = 0

  /// Arriving frames and detoured packets whose end is known: always as many as have arrived.
  public var framesSettled: UInt64 {
    datagramsDelivered &+ segmentsDelivered &+ echoRequestsAnswered &+ arpRequestsAnswered
      &+ arpLearned &+ handedOver &+ receiveDropCount
  }

  /// Calls a function with the name and the value of every counter, always in the same order.
  public func forEach(_ body: (StaticString, UInt64) -> Void) {
    body("framesIn", framesIn)
    body("framesOut", framesOut)
    body("bytesIn", bytesIn)
    body("bytesOut", bytesOut)
    body("datagramsDelivered", datagramsDelivered)
    body("datagramsSent", datagramsSent)
    body("segmentsDelivered", segmentsDelivered)
    body("echoRequestsAnswered", echoRequestsAnswered)
    body("unreachablesSent", unreachablesSent)
    body("unreachablesSuppressed", unreachablesSuppressed)
    body("packetsQueued", packetsQueued)
    body("arpRequestsAnswered", arpRequestsAnswered)
    body("arpLearned", arpLearned)
    body("arpRequestsSent", arpRequestsSent)
    body("arpAnnouncementsSent", arpAnnouncementsSent)
    body("neighborsMoved", neighborsMoved)
    body("neighborsEvicted", neighborsEvicted)
    body("neighborsLost", neighborsLost)
    body("linkChanges", linkChanges)
    body("handedOver", handedOver)
    body("packetsDetoured", packetsDetoured)
    for index in receiveDrops.indices {
      guard let reason = ReceiveDrop(rawValue: UInt8(index)) else { continue }
      body(reason.name, receiveDrops[index])
    }
    for index in sendDrops.indices {
      guard let reason = SendDrop(rawValue: UInt8(index)) else { continue }
      body(reason.name, sendDrops[index])
    }
  }
}
