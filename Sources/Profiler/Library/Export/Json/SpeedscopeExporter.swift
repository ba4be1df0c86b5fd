/// Profiles as speedscope shows them, in the order of time.
///
/// Source: speedscope.app/file-format-schema.json.
public enum SpeedscopeExporter {
  /// Writes a profile.
  ///
  /// - Parameter profile: The profile, filtered: all its samples are of one kind.
  /// - Returns: JSON.
  public static func export(_ profile: Profile) -> [UInt8] {
    var writer = ByteWriter(capacity: 1 << 16)
    writer.add(#"{"$schema":"https://www.speedscope.app/file-format-schema.json","name":"#)
    writer.add(json: profile.header.machine)
    writer.add(#","activeProfileIndex":0,"exporter":"swiftlet profiler","shared":{"frames":["#)
    for (index, function) in profile.functions.enumerated() {
      if index > 0 { writer.add(",") }
      writer.add(#"{"name":"#)
      writer.add(json: function.name)
      if !function.file.isEmpty {
        writer.add(#","file":"#)
        writer.add(json: function.file)
      }
      writer.add("}")
    }
    writer.add(#"]},"profiles":["#)
    writeSamples(profile, to: &writer)
    writer.add("]}\n")
    return writer.bytes
  }

  private static func writeSamples(_ profile: Profile, to writer: inout ByteWriter) {
    let samples = profile.samples.sorted { $0.time < $1.time }
    let unit = (samples.first?.kind ?? .time).unit
    let total = samples.reduce(UInt64(0)) { $0 &+ $1.weight }
    writer.add(#"{"type":"sampled","name":"#)
    writer.add(json: "\(profile.header.machine) CPU 0")
    writer.add(#","unit":"\#(unit)","startValue":0,"endValue":"#)
    writer.add(decimal: total)
    writer.add(#","samples":["#)
    for (index, sample) in samples.enumerated() {
      writer.add(index > 0 ? ",[" : "[")
      for (depth, frame) in profile.stacks[sample.stack].enumerated() {
        if depth > 0 { writer.add(",") }
        writer.add(decimal: profile.frames[frame].function)
      }
      writer.add("]")
    }
    writer.add(#"],"weights":["#)
    for (index, sample) in samples.enumerated() {
      if index > 0 { writer.add(",") }
      writer.add(decimal: sample.weight)
    }
    writer.add("]}")
  }
}
