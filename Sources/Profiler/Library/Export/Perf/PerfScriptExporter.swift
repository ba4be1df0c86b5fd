/// Profiles as `perf script` prints them, for all that reads its text.
///
/// Source: perf-script(1).
public enum PerfScriptExporter {
  /// Writes a profile.
  public static func export(_ profile: Profile) -> [UInt8] {
    var writer = ByteWriter(capacity: 1 << 16)
    let name = word(profile.header.machine)
    let image = profile.header.image.isEmpty ? "[unknown]" : profile.header.image
    let event = eventName(profile)
    let lines = profile.frames.map { line($0, profile, image) }
    for sample in profile.samples.sorted(by: { $0.time < $1.time }) {
      writer.add(name)
      writer.add(" 1/1 [000] ")
      writer.add(decimal: sample.time / 1_000_000_000)
      writer.add(".")
      let fraction = String(sample.time % 1_000_000_000 / 1000)
      writer.add(String(repeating: "0", count: 6 - fraction.count) + fraction)
      writer.add(": ")
      writer.add(decimal: sample.weight)
      writer.add(" \(event):\n")
      for frame in profile.stacks[sample.stack].reversed() {
        writer.add(lines[frame])
      }
      writer.add("\n")
    }
    return writer.bytes
  }

  /// What is measured, as perf calls it where it knows such a thing.
  static func eventName(_ profile: Profile) -> String {
    let kind = profile.samples.first?.kind ?? .time
    return kind == .time ? "cpu-clock" : kind.name
  }

  /// The line of a frame.
  private static func line(
    _ frame: Profile.Frame, _ profile: Profile, _ image: String
  ) -> [UInt8] {
    var writer = ByteWriter()
    let digits = String(frame.address, radix: 16)
    writer.add("\t" + String(repeating: " ", count: max(0, 16 - digits.count)) + digits + " ")
    writer.add(FoldedExporter.cleaned(profile.functions[frame.function].name))
    if frame.isInlined { writer.add(" (inlined)\n") } else { writer.add(" (\(image))\n") }
    return writer.bytes
  }

  /// A name of one word.
  private static func word(_ name: String) -> String {
    let word = name.map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "_" }
    return word.isEmpty ? "guest" : String(word)
  }
}
