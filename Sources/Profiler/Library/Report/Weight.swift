/// Weights of samples as people read them.
public enum Weight {
  /// Writes a weight with a fitting unit.
  ///
  /// - Parameters:
  ///   - value: The weight.
  ///   - unit: `nanoseconds`, `bytes`, or a word that is put after the number.
  ///   - writer: Where it goes.
  public static func write(_ value: UInt64, _ unit: String, to writer: inout ByteWriter) {
    switch unit {
    case "nanoseconds": writeScaled(value, ["ns", "µs", "ms", "s"], by: 1000, to: &writer)
    case "bytes": writeScaled(value, ["B", "KiB", "MiB", "GiB"], by: 1024, to: &writer)
    default:
      writer.add(decimal: value)
      writer.add(" ")
      writer.add(unit)
    }
  }

  /// The weight as a text.
  public static func text(_ value: UInt64, _ unit: String) -> String {
    var writer = ByteWriter()
    write(value, unit, to: &writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// A share as a text with two digits and a percent sign.
  public static func percent(_ part: UInt64, of whole: UInt64) -> String {
    var writer = ByteWriter()
    writer.add(whole == 0 ? 0 : Double(part) * 100 / Double(whole), digits: 2)
    return String(decoding: writer.bytes, as: UTF8.self) + "%"
  }

  private static func writeScaled(
    _ value: UInt64, _ units: [StaticString], by factor: Double, to writer: inout ByteWriter
  ) {
    var (rest, index) = (Double(value), 0)
    while rest >= factor, index < units.count - 1 {
      rest /= factor
      index += 1
    }
    writer.add(rest, digits: index == 0 ? 0 : rest < 100 ? 2 : 1)
    writer.add(" ")
    writer.add(units[index])
  }
}
