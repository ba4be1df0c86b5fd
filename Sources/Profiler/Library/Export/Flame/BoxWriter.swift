/// Writes the boxes of a flame graph.
struct BoxWriter {
  private let graph: FlameGraph
  private let tree: CallTree
  private let scale: Double
  private let rowCount: Int
  /// What is the same in all boxes of a label.
  private let styles: [Style]

  private struct Style {
    /// Fill and class, as attributes.
    var attributes: [UInt8]
    /// The name for XML.
    var name: [UInt8]
    /// The name's text, and how many characters it has.
    var text: String
    var characterCount: Int
    /// What follows the name in a title.
    var remark: [UInt8]
  }

  /// Prepares writing of a tree.
  init(_ graph: FlameGraph, _ tree: CallTree, scale: Double, rowCount: Int) {
    self.graph = graph
    self.tree = tree
    self.scale = scale
    self.rowCount = rowCount
    styles = tree.labels.map(Self.style)
  }

  private static func style(_ label: CallTree.Label) -> Style {
    var name = ByteWriter()
    name.add(xml: label.name)
    var remark = ByteWriter()
    if label.isInlined { remark.add(" (inlined)") }
    if !label.module.isEmpty {
      remark.add(" — ")
      remark.add(xml: label.module)
    }
    let colour = FlamePalette.colour(of: label).text
    let mark = label.isInlined ? " class=\"i\"" : ""
    return Style(
      attributes: Array(" fill=\"\(colour)\"\(mark)".utf8), name: name.bytes, text: label.name,
      characterCount: label.name.unicodeScalars.count, remark: remark.bytes)
  }

  /// Writes a box.
  func write(_ box: FlameLayout.Box, to writer: inout ByteWriter) {
    let node = tree.nodes[Int(box.node)]
    let x = FlameGraph.margin + Double(box.start) * scale
    let width = Double(node.total) * scale
    let row = graph.isInverted ? Int(box.row) : rowCount - 1 - Int(box.row)
    let y = FlameGraph.top + Double(row) * FlameGraph.rowHeight
    writer.add("<g><title>")
    writeTitle(node, to: &writer)
    writer.add("</title><rect x=\"")
    writer.add(x, digits: 2)
    writer.add("\" y=\"")
    writer.add(decimal: Int(y))
    writer.add("\" width=\"")
    writer.add(width, digits: 2)
    writer.add("\" height=\"16\"")
    writeColour(node, to: &writer)
    writer.add("/>")
    writeName(node, x: x, y: y, room: width, to: &writer)
    writer.add("</g>\n")
  }

  private func writeTitle(_ node: CallTree.Node, to writer: inout ByteWriter) {
    if node.label >= 0 {
      writer.add(styles[Int(node.label)].name)
      writer.add(styles[Int(node.label)].remark)
    } else {
      writer.add("all")
    }
    writer.add(" (")
    Weight.write(node.total, graph.unit, to: &writer)
    writer.add(", ")
    if graph.unit != "samples" {
      writer.add(decimal: UInt64(node.sampleCount))
      writer.add(" samples, ")
    }
    writer.add(share(node.total) * 100, digits: 2)
    writer.add("%")
    if node.idle > 0, node.idle == node.total { writer.add(", idle") }
    if let (share, isSignificant) = graph.change?.change(of: node) {
      writer.add(share < 0 ? "; " : "; +")
      writer.add(share * 100, digits: 2)
      writer.add(isSignificant || share == 0 ? " points" : " points, which may be chance")
    }
    writer.add(")")
  }

  private func writeColour(_ node: CallTree.Node, to writer: inout ByteWriter) {
    if node.label < 0 {
      writer.add(" fill=\"\(FlamePalette.root.text)\"")
    } else if let (share, isSignificant) = graph.change?.change(of: node) {
      let colour =
        isSignificant ? FlamePalette.colour(ofChange: share) : FlamePalette.unchanged
      writer.add(" fill=\"\(colour.text)\"")
    } else if node.idle > node.total / 2 {
      writer.add(" fill=\"\(FlamePalette.idle.text)\"")
    } else {
      writer.add(styles[Int(node.label)].attributes)
    }
  }

  private func writeName(
    _ node: CallTree.Node, x: Double, y: Double, room: Double, to writer: inout ByteWriter
  ) {
    // Weights that add up to more than 64 bits hold may make boxes of any width.
    let fitting = Int(min(room - 6, 1e6) / FlameGraph.characterWidth)
    guard fitting >= 3 else { return }
    writer.add("<text x=\"")
    writer.add(x + 3, digits: 2)
    writer.add("\" y=\"")
    writer.add(decimal: Int(y + 12))
    writer.add("\">")
    if node.label < 0 {
      writer.add("all")
    } else {
      let style = styles[Int(node.label)]
      if style.characterCount <= fitting {
        writer.add(style.name)
      } else {
        let scalars = style.text.unicodeScalars.prefix(fitting - 2)
        writer.add(xml: String(String.UnicodeScalarView(scalars)) + "..")
      }
    }
    writer.add("</text>")
  }

  private func share(_ weight: UInt64) -> Double {
    tree.total == 0 ? 0 : Double(weight) / Double(tree.total)
  }
}
