public import Telemetry

/// How samples are taken from the start on, as the command line says it.
///
/// `profile=1000` for a thousand a second, `profile=nmi:1000` by the non-maskable interrupt,
/// `profile=1000,jitter=0,seed=7,depth=64` in detail. The jitter is in thousandths.
public struct ProfileArgument: Equatable, Sendable {
  /// Key of the argument.
  public static var key: StaticString { "profile" }

  /// What it asks for.
  public let settings: SamplingSettings

  /// Reads the value of the argument.
  ///
  /// - Returns: Nil if it makes no sense.
  @inline(never)
  public init?(_ value: ArraySlice<UInt8>) {
    let isNonMaskable = ArgumentValue.equals(value.prefix(4), "nmi:")
    var reader = ArgumentReader(isNonMaskable ? value.dropFirst(4) : value)
    guard let rate = reader.number(UInt64.self), rate > 0,
      rate <= UInt64(SamplingSettings.maximumRate)
    else { return nil }
    var settings = SamplingSettings(
      mode: isNonMaskable ? .nonMaskable : .timer, rate: UInt32(rate))
    while !reader.isAtEnd {
      guard reader.take(","), Self.readDetail(&reader, &settings) else { return nil }
    }
    self.settings = settings.clamped
  }

  /// Reads how large the ring of samples is to be: the value of `profile.ring`.
  ///
  /// - Returns: Bytes; nil if it is no number from 64 KiB to 1 GiB.
  @inline(never)
  public static func ringByteCount(_ value: ArraySlice<UInt8>) -> Int? {
    var reader = ArgumentReader(value)
    guard let count = reader.number(UInt64.self), reader.isAtEnd, count >= 1 << 16,
      count <= 1 << 30
    else { return nil }
    return Int(count)
  }

  /// Reads one of the details.
  @inline(never)
  private static func readDetail(
    _ reader: inout ArgumentReader, _ settings: inout SamplingSettings
  ) -> Bool {
    let rest = reader.remaining
    guard let equals = rest.firstIndex(of: 0x3d) else { return false }
    let name = rest[..<equals]
    reader = ArgumentReader(rest[(equals + 1)...])
    guard let number = reader.number(UInt64.self) else { return false }
    if ArgumentValue.equals(name, "seed") {
      settings.seed = number
      return true
    }
    guard number <= UInt64(UInt32.max) else { return false }
    let small = UInt32(number)
    if ArgumentValue.equals(name, "jitter") {
      settings.jitter = small
    } else if ArgumentValue.equals(name, "depth") {
      settings.depth = small
    } else {
      return false
    }
    return true
  }
}
