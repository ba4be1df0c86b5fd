/// By which rule a congestion window grows where congestion is near.
public enum CongestionAlgorithm: Sendable {
  /// By one segment each round trip.
  ///
  /// Source: RFC 5681, section 3.1.
  case reno
  /// By a cubic function of the time since the last loss.
  ///
  /// Source: RFC 9438.
  case cubic
}
