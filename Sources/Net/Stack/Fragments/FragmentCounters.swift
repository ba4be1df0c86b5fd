/// What became of pieces of packets.
public struct FragmentCounters: Equatable, Sendable {
  /// Pieces that were kept, or that completed their packet.
  public internal(set) var fragmentsTaken: UInt64 = 0
  /// Pieces that had come before.
  public internal(set) var fragmentsRepeated: UInt64 = 0
  /// Packets that were put together.
  public internal(set) var packetsAssembled: UInt64 = 0
  /// Pieces without a payload, or that end where no other can follow.
  public internal(set) var fragmentsMalformed: UInt64 = 0
  /// Pieces that reach beyond the largest packet.
  public internal(set) var fragmentsOversized: UInt64 = 0
  /// Pieces that contradict others of their packet, which is refused with all that follows.
  public internal(set) var fragmentsOverlapping: UInt64 = 0
  /// Pieces of packets that were refused before.
  public internal(set) var fragmentsOfRefused: UInt64 = 0
  /// Pieces of packets with too many of them.
  public internal(set) var fragmentsTooMany: UInt64 = 0
  /// Pieces of packets that are larger than what one host may have.
  public internal(set) var fragmentsOverShare: UInt64 = 0
  /// Incomplete packets that made room for others, of the same host or of all.
  public internal(set) var packetsEvicted: UInt64 = 0
  /// Incomplete packets whose time was over.
  public internal(set) var packetsExpired: UInt64 = 0
  /// Pieces that there was no memory for, and packets that there was none for as a whole.
  public internal(set) var fragmentsUnaffordable: UInt64 = 0

  /// What the values are called, one to a line, in their order in memory.
  public static var names: StaticString {
    """
    fragmentsTaken\nfragmentsRepeated\npacketsAssembled\nfragmentsMalformed\n\
    fragmentsOversized\nfragmentsOverlapping\nfragmentsOfRefused\n\
    fragmentsTooMany\nfragmentsOverShare\npacketsEvicted\npacketsExpired\n\
    fragmentsUnaffordable
    """
  }
}
