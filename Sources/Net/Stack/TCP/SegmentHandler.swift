public import Wire

/// Takes a segment that arrived: its bytes, the header of its packet, whether the card vouches for
/// its checksum, and the present.
public typealias SegmentHandler = (RawSpan, IPv4Header, Bool, Instant) -> Void
