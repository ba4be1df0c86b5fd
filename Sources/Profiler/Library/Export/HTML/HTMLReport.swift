/// A page with all there is to see of a profile, which needs nothing but a browser.
public struct HTMLReport {
  private let profile: Profile
  private let whole: Profile
  private let health: [String]
  private let read: (String) -> [String]?
  private var writer = ByteWriter(capacity: 1 << 18)

  /// Most boxes that the picture over time has room for, by their least width in pixels.
  private static let leastChartWidth = 0.3

  private init(
    _ profile: Profile, _ whole: Profile, _ health: [String],
    _ read: @escaping (String) -> [String]?
  ) {
    self.profile = profile
    self.whole = whole
    self.health = health
    self.read = read
  }

  /// Writes a profile.
  ///
  /// - Parameters:
  ///   - profile: The profile, filtered: all its samples are of one kind.
  ///   - whole: The profile with its waits and stretches of work, which are shown over time.
  ///   - health: The lines of the report on its health.
  ///   - read: Gives the lines of a source; nil if it cannot be read.
  /// - Returns: HTML.
  public static func export(
    _ profile: Profile, whole: Profile? = nil, health: [String],
    read: @escaping (String) -> [String]? = { readLines($0) }
  ) -> [UInt8] {
    var report = HTMLReport(profile, whole ?? profile, health, read)
    report.write()
    return report.writer.bytes
  }

  private mutating func write() {
    writer.add("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<title>")
    writer.add(xml: profile.header.machine)
    writer.add(" — profile</title>\n<style>\n")
    writer.add(HTMLScript.style)
    writer.add("</style></head><body>\n<header><h1>")
    writer.add(xml: profile.header.machine)
    writer.add("</h1><ul class=\"health\">\n")
    for line in health {
      writer.add(line.hasPrefix("note: ") ? "<li class=\"note\">" : "<li>")
      writer.add(xml: line)
      writer.add("</li>\n")
    }
    writer.add("</ul></header>\n<nav role=\"tablist\">\n")
    for (index, tab) in Self.tabs.enumerated() {
      writer.add("<button role=\"tab\" id=\"tab-\(tab.id)\" aria-controls=\"\(tab.id)\" ")
      writer.add("aria-selected=\"\(index == 0)\">\(tab.title)</button>\n")
    }
    writer.add("</nav>\n")
    writePictures()
    writeTop()
    writeSources()
    writer.add("<script>\n")
    writer.add(HTMLScript.text)
    writer.add("</script></body></html>\n")
  }

  private static let tabs = [
    (id: "flame", title: "Flame graph"), (id: "inverted", title: "Inverted"),
    (id: "chart", title: "Over time"), (id: "top", title: "Top"), (id: "source", title: "Source"),
  ]

  private mutating func begin(_ id: String) {
    let hidden = id == Self.tabs[0].id ? "" : " hidden"
    writer.add("<section role=\"tabpanel\" id=\"\(id)\" aria-labelledby=\"tab-\(id)\"\(hidden)>\n")
  }

  private mutating func writePictures() {
    var graph = FlameGraph(describing: profile, health: [])
    graph.title = "By function"
    begin("flame")
    writer.add(graph.draw(CallTree(profile)))
    writer.add("</section>\n")
    begin("inverted")
    graph.title = "From the functions that did the work to their callers"
    graph.isInverted = true
    writer.add(graph.draw(CallTree(profile, .fromLeaf)))
    writer.add("</section>\n")
    begin("chart")
    let times = TimeChart(whole)
    if !times.isEmpty {
      writer.add("<h2>Spans and waits</h2>\n")
      times.write(to: &writer)
      writer.add("<h2>Samples, one after the other</h2>\n")
    }
    graph.title = "Over time, from left to right"
    graph.isTimeline = true
    graph.leastWidth = Self.leastChartWidth
    writer.add(graph.draw(CallTree(timeline: profile)))
    writer.add("</section>\n")
  }

  private mutating func writeTop() {
    let totals = FunctionTotals(profile)
    let unit = (profile.samples.first?.kind ?? .time).unit
    begin("top")
    writer.add("<input type=\"search\" placeholder=\"filter by function or module\" ")
    writer.add("aria-label=\"Filter\"><table><thead><tr>")
    for title in ["self", "self %", "total", "total %", "samples", "function", "module"] {
      writer.add("<th tabindex=\"0\">\(title)</th>")
    }
    writer.add("</tr></thead><tbody>\n")
    for row in totals.rows.prefix(2000) {
      writer.add("<tr>")
      for weight in [row.own, row.total] {
        writer.add("<td data-v=\"\(weight)\">")
        Weight.write(weight, unit, to: &writer)
        writer.add("</td><td>")
        writer.add(Weight.percent(weight, of: totals.weight))
        writer.add("</td>")
      }
      writer.add("<td>\(row.ownCount)</td><td class=\"name\">")
      writer.add(xml: row.name + (row.isInlined ? " (inlined)" : ""))
      writer.add("</td><td>")
      writer.add(xml: row.module)
      writer.add("</td></tr>\n")
    }
    writer.add("</tbody></table></section>\n")
  }

  private mutating func writeSources() {
    let counts = SourceCounts(profile)
    begin("source")
    for file in counts.filesByWeight.prefix(40) {
      guard let rows = counts.files[file] else { continue }
      let own = rows.values.reduce(UInt64(0)) { $0 &+ $1.own }
      writer.add("<details><summary>\(Weight.percent(own, of: counts.weight)) ")
      writer.add(xml: file)
      writer.add("</summary><pre>")
      writeLines(of: file, rows, counts.weight)
      writer.add("</pre></details>\n")
    }
    writer.add("</section>\n")
  }

  private mutating func writeLines(
    of file: String, _ rows: [Int: SourceCounts.Count], _ whole: UInt64
  ) {
    let source = read(file)
    var wanted: Set<Int> = []
    for line in rows.keys { wanted.formUnion(max(1, line - 6)...line + 6) }
    var last = 0
    for line in wanted.sorted() {
      let text = source.flatMap { line <= $0.count ? $0[line - 1] : nil }
      guard text != nil || rows[line] != nil else { continue }
      if last > 0, line > last + 1 { writer.add("          …\n") }
      last = line
      let row = rows[line] ?? SourceCounts.Count()
      let share = whole == 0 ? 0 : Double(row.own) / Double(whole)
      if row.total > 0 { writer.add("<b style=\"--heat:\(Int(share.squareRoot() * 100))%\">") }
      let own = row.own > 0 ? Weight.percent(row.own, of: whole) : ""
      let total = row.total > 0 ? Weight.percent(row.total, of: whole) : ""
      writer.add(TextReport.pad(own, 8) + TextReport.pad(total, 8))
      writer.add(TextReport.pad("\(line)", 6) + "  ")
      writer.add(xml: text ?? "(the source cannot be read)")
      writer.add(row.total > 0 ? "</b>\n" : "\n")
    }
  }
}

/// The lines of a source; nil if it cannot be read.
public func readLines(_ path: String) -> [String]? {
  guard let bytes = try? readFile(path), bytes.count < 8 << 20 else { return nil }
  return bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    .map { String(decoding: $0, as: UTF8.self) }
}
