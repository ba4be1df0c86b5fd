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
  public init?(_ value: ArraySlice<UInt8>) {
    var reader = ArgumentReader(value)
    var mode = SamplingMode.timer
    if reader.take("n") {
      guard reader.take("m"), reader.take("i"), reader.take(":") else { return nil }
      mode = .nonMaskable
    }
    guard let rate = reader.number(UInt32.self),
      1...SamplingSettings.maximumRate ~= rate
    else { return nil }
    var settings = SamplingSettings(mode: mode, rate: rate)
    while reader.take(",") {
      guard Self.readDetail(&reader, &settings) else { return nil }
    }
    guard reader.isAtEnd else { return nil }
    self.settings = settings.clamped
  }

  /// Reads one of the details.
  private static func readDetail(
    _ reader: inout ArgumentReader, _ settings: inout SamplingSettings
  ) -> Bool {
    let rest = reader.remaining
    guard let equals = rest.firstIndex(of: 0x3d) else { return false }
    let name = rest[..<equals]
    for scalar in name where !reader.take(Unicode.Scalar(scalar)) { return false }
    guard reader.take("="), let number = reader.number(UInt64.self) else { return false }
    if ArgumentValue.equals(name, "jitter"), let jitter = UInt32(exactly: number) {
      settings.jitter = jitter
    } else if ArgumentValue.equals(name, "depth"), let depth = UInt32(exactly: number) {
      settings.depth = depth
    } else if ArgumentValue.equals(name, "seed") {
      settings.seed = number
    } else if ArgumentValue.equals(name, "stack"), let bytes = UInt32(exactly: number) {
      settings.stackByteCount = bytes
    } else if ArgumentValue.equals(name, "allocations") {
      settings.allocationPeriod = number
    } else {
      return false
    }
    return true
  }
}
