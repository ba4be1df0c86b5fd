/// Draws a tree of calls as a picture that a browser opens: zoom, search, titles for each box.
public struct FlameGraph: Sendable {
  /// What stands above the picture.
  public var title = "Flame graph"
  /// A line below the title; empty for none.
  public var subtitle = ""
  /// What weights are: `nanoseconds`, `bytes` or `samples`.
  public var unit = "samples"
  /// Width in pixels.
  public var width = 1200.0
  /// Least width of a box that is drawn, in pixels.
  public var leastWidth = 0.1
  /// Whether the root is on top: for trees from the leaf, or in which time goes on.
  public var isInverted = false
  /// Whether boxes go in the order of time, not of names.
  public var isTimeline = false
  /// What colours show against another profile; nil if they show modules.
  public var change: FlameChange?

  static let rowHeight = 17.0
  static let margin = 10.0
  static let top = 64.0
  static let characterWidth = 6.65

  /// Makes a picture with the usual settings.
  public init() {}

  /// Draws a tree.
  ///
  /// - Parameter tree: The tree.
  /// - Returns: An SVG file, which needs nothing else.
  public func draw(_ tree: CallTree) -> [UInt8] {
    let scale = tree.total > 0 ? (width - 2 * Self.margin) / Double(tree.total) : 0
    let least = scale > 0 ? UInt64((leastWidth / scale).rounded(.up)) : 1
    let children = isTimeline ? tree.childrenInOrder() : tree.childrenByName()
    let layout = FlameLayout(tree, children: children, least: least)
    let legend = change == nil ? legend(tree) : []
    let height = Self.top + Double(layout.rowCount) * Self.rowHeight + 40
    var writer = ByteWriter(capacity: 8192 + layout.boxes.count * 220)
    writeHead(tree, height: height, to: &writer)
    let boxes = BoxWriter(self, tree, scale: scale, rowCount: layout.rowCount)
    writer.add("<g class=\"frames\">\n")
    for box in layout.boxes { boxes.write(box, to: &writer) }
    writer.add("</g>\n")
    writeLegend(legend, y: height - 12, to: &writer)
    writer.add("<script><![CDATA[\n")
    writer.add(FlameScript.text)
    writer.add("]]></script>\n</svg>\n")
    return writer.bytes
  }

  private func writeHead(_ tree: CallTree, height: Double, to writer: inout ByteWriter) {
    writer.add("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"flame\" width=\"")
    writer.add(width, digits: 0)
    writer.add("\" height=\"")
    writer.add(height, digits: 0)
    writer.add("\" viewBox=\"0 0 ")
    writer.add(width, digits: 0)
    writer.add(" ")
    writer.add(height, digits: 0)
    writer.add("\" data-inverted=\"\(isInverted ? 1 : 0)\" data-total=\"\(tree.total)\">\n<title>")
    writer.add(xml: title)
    writer.add("</title>\n<desc>")
    writer.add(xml: "Calls by weight: \(tree.nodes.count - 1) places in the call tree. \(subtitle)")
    writer.add("</desc>\n<style>")
    writer.add(FlameScript.style)
    writer.add("</style>\n<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n")
    write(title, class: "head", x: width / 2, y: 22, anchor: "middle", to: &writer)
    let room = max(20, Int((width - 2 * Self.margin) / Self.characterWidth) - 20)
    let short = subtitle.count > room ? subtitle.prefix(room - 1) + "…" : subtitle
    write(short, class: "sub", x: width / 2, y: 40, anchor: "middle", to: &writer)
    write("reset zoom", class: "button reset", x: Self.margin, y: 22, to: &writer)
    write(
      "search", class: "button search", x: width - Self.margin, y: 22, anchor: "end", to: &writer)
    write("", class: "matched", x: width - Self.margin, y: 40, anchor: "end", to: &writer)
    write(" ", class: "details", x: Self.margin, y: 57, to: &writer)
  }

  private func write(
    _ text: String, class name: String, x: Double, y: Double, anchor: String = "start",
    to writer: inout ByteWriter
  ) {
    writer.add("<text class=\"\(name)\" text-anchor=\"\(anchor)\" x=\"")
    writer.add(x, digits: 0)
    writer.add("\" y=\"")
    writer.add(y, digits: 0)
    writer.add(name.hasPrefix("button") ? "\" role=\"button\" tabindex=\"0\">" : "\">")
    writer.add(xml: text)
    writer.add("</text>\n")
  }

  /// The modules with the most weight, with their colours.
  private func legend(_ tree: CallTree) -> [(name: String, colour: FlamePalette.Colour)] {
    var weights: [String: UInt64] = [:]
    for node in tree.nodes.dropFirst() where node.own > 0 {
      let label = tree.labels[Int(node.label)]
      guard label.role == .code, !label.module.isEmpty else { continue }
      weights[label.module, default: 0] &+= node.own
    }
    let heaviest = weights.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(9)
    var entries = heaviest.map { ($0.key, FlamePalette.colour(ofModule: $0.key)) }
    if tree.labels.contains(where: { $0.role == .interrupt }) {
      entries.append(("interrupt", FlamePalette.interrupt))
    }
    if tree.nodes[0].idle > 0 { entries.append(("idle", FlamePalette.idle)) }
    return entries
  }

  private func writeLegend(
    _ entries: [(name: String, colour: FlamePalette.Colour)], y: Double, to writer: inout ByteWriter
  ) {
    var x = Self.margin
    for entry in entries {
      writer.add("<rect x=\"")
      writer.add(x, digits: 0)
      writer.add("\" y=\"")
      writer.add(y - 9, digits: 0)
      writer.add("\" width=\"10\" height=\"10\" fill=\"\(entry.colour.text)\"/>\n")
      write(entry.name, class: "key", x: x + 14, y: y, to: &writer)
      x += 14 + Double(entry.name.count) * Self.characterWidth + 16
    }
  }
}
