internal import CInstructions

/// The processor's counter of ticks since reset.
///
/// Source: Intel SDM volume 3, section 18.17.
public enum TimestampCounter {
  /// The present value.
  public static var now: UInt64 {
    @inline(__always) get { cpu_read_timestamp() }
  }
}
