/// Draws waits and stretches of work over time, from left to right: whatever lies in another lies
/// below it.
struct TimeChart {
  private let bars: [Bar]
  private let start: UInt64
  private let end: UInt64
  private let rowCount: Int

  private static let width = 1180.0
  private static let rowHeight = 18.0
  private static let top = 24.0
  /// Most bars that are drawn; of more, the longest.
  private static let limit = 5000

  /// A bar of the picture.
  struct Bar: Equatable {
    var name: String
    var start: UInt64
    var end: UInt64
    var label: UInt64
    var isWait: Bool
    /// Row, from the top.
    var row = 0
  }

  /// Prepares a picture.
  ///
  /// - Parameter profile: A profile with samples of all kinds.
  init(_ profile: Profile) {
    let all = Self.bars(of: profile)
    bars = Self.placed(all)
    start = all.map(\.start).min() ?? 0
    end = max(all.map(\.end).max() ?? 0, start.sum(saturating: 1))
    rowCount = (bars.map(\.row).max() ?? 0) + 1
  }

  /// Whether there is nothing to draw.
  var isEmpty: Bool { bars.isEmpty }

  /// The waits and stretches of work of a profile, the longest of them.
  static func bars(of profile: Profile) -> [Bar] {
    let longest = profile.stretches.sorted { $0.weight > $1.weight }.prefix(limit)
    return longest.map { sample in
      Bar(
        name: profile.names[sample.name],
        start: sample.time > sample.weight ? sample.time - sample.weight : 0, end: sample.time,
        label: sample.label, isWait: sample.kind == .wait)
    }
  }

  /// Gives bars their rows: waits the first one, each other bar the first that is free.
  ///
  /// A bar may lie under one that it lies in, but shares a row with none at the same time.
  static func placed(_ bars: [Bar]) -> [Bar] {
    var ends: [UInt64] = [.max]
    return bars.sorted { ($0.start, $1.end) < ($1.start, $0.end) }.map { bar in
      var bar = bar
      guard !bar.isWait else { return bar }
      let row = ends.firstIndex { $0 <= bar.start } ?? ends.count
      if row == ends.count { ends.append(0) }
      ends[row] = bar.end
      bar.row = row
      return bar
    }
  }

  /// Writes the picture as part of a page.
  func write(to writer: inout ByteWriter) {
    let height = Self.top + Double(rowCount) * Self.rowHeight + 8
    writer.add("<svg class=\"times\" role=\"img\" aria-label=\"Spans and waits over time\" ")
    writer.add("width=\"1200\" height=\"\(Int(height))\" viewBox=\"0 0 1200 \(Int(height))\">\n")
    writeScale(height, to: &writer)
    for bar in bars { write(bar, to: &writer) }
    writer.add("</svg>\n")
  }

  private func writeScale(_ height: Double, to writer: inout ByteWriter) {
    for step in 0...10 {
      let x = place(start + (end - start) / 10 * UInt64(step))
      writer.add("<path d=\"M")
      writer.add(x, digits: 1)
      writer.add(" 16V\(Int(height))\" stroke=\"#8884\"/><text y=\"12\" font-size=\"11\" ")
      writer.add("text-anchor=\"\(step == 0 ? "start" : step == 10 ? "end" : "middle")\" x=\"")
      writer.add(x, digits: 1)
      writer.add("\" fill=\"currentColor\">")
      Weight.write((end - start) / 10 * UInt64(step), "nanoseconds", to: &writer)
      writer.add("</text>\n")
    }
  }

  private func write(_ bar: Bar, to writer: inout ByteWriter) {
    let (x, y) = (place(bar.start), Self.top + Double(bar.row) * Self.rowHeight)
    let width = max(place(bar.end) - x, 0.4)
    let colour = bar.isWait ? FlamePalette.idle : FlamePalette.colour(ofModule: bar.name)
    writer.add("<g><title>")
    writer.add(xml: bar.name)
    writer.add(": ")
    Weight.write(bar.end - bar.start, "nanoseconds", to: &writer)
    writer.add(" at ")
    Weight.write(bar.start - start, "nanoseconds", to: &writer)
    if bar.label != 0 { writer.add(", label \(Profile.text(ofLabel: bar.label))") }
    writer.add("</title><rect x=\"")
    writer.add(x, digits: 2)
    writer.add("\" y=\"")
    writer.add(y, digits: 0)
    writer.add("\" width=\"")
    writer.add(width, digits: 2)
    writer.add("\" height=\"16\" rx=\"2\" fill=\"\(colour.text)\"/>")
    if Double(bar.name.count) * 6.5 + 6 < width {
      writer.add("<text font-size=\"11\" fill=\"#111\" x=\"")
      writer.add(x + 3, digits: 1)
      writer.add("\" y=\"")
      writer.add(y + 12, digits: 0)
      writer.add("\">")
      writer.add(xml: bar.name)
      writer.add("</text>")
    }
    writer.add("</g>\n")
  }

  private func place(_ time: UInt64) -> Double {
    10 + Double(time - start) / Double(max(end - start, 1)) * Self.width
  }
}
