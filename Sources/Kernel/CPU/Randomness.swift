internal import CInstructions

/// Random words from the processor.
///
/// Source: Intel SDM volume 1, section 7.3.17.
public enum Randomness {
  /// A random word from RDRAND.
  ///
  /// Where that is absent it is stirred from the time-stamp counter, which is no secret.
  public static func word() -> UInt64 {
    if cpu_identify(1, 0).ecx & (1 << 30) != 0 {
      var value: UInt64 = 0
      for _ in 0..<16 {
        // Safe: the pointer is to a variable of this function.
        if unsafe cpu_random(&value) != 0 { return value }
      }
    }
    var z = cpu_read_timestamp() &* 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
