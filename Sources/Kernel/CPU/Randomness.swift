internal import CInstructions

/// Random words from the processor.
///
/// Source: Intel SDM volume 1, section 7.3.17.
public enum Randomness {
  /// A word that nobody can guess, from RDSEED or else RDRAND.
  ///
  /// - Returns: Nil if the processor has neither, or both are exhausted or broken.
  public static func word() -> UInt64? {
    if cpu_identify(0, 0).eax >= 7, cpu_identify(7, 0).ebx & (1 << 18) != 0,
      let word = draw(isSeed: true)
    {
      return word
    }
    return cpu_identify(1, 0).ecx & (1 << 30) != 0 ? draw(isSeed: false) : nil
  }

  /// Tries RDSEED or RDRAND until it has a number.
  @inline(never)
  private static func draw(isSeed: Bool) -> UInt64? {
    var value: UInt64 = 0
    for _ in 0..<64 {
      // Safe: the pointer is to a variable of this function.
      let isValid = unsafe isSeed ? cpu_seed(&value) : cpu_random(&value)
      // Broken processors are known that say there was a number and give all ones.
      if isValid != 0, value != .max { return value }
      cpu_pause()
    }
    return nil
  }

  /// A word that is stirred from how long instructions take that the hypervisor must emulate.
  ///
  /// Weak: it is more or less what the machine happens to be busy with.
  public static func jitter() -> UInt64 {
    var value: UInt64 = 0
    for _ in 0..<64 {
      _ = cpu_identify(0, 0)
      value = (value ^ cpu_read_timestamp()) &* 0x9e37_79b9_7f4a_7c15
      value ^= value >> 29
    }
    return value
  }
}
