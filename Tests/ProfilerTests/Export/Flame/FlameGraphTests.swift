internal import Foundation
internal import FoundationXML
@testable internal import Profiler
internal import TestSupport
internal import Testing

@Suite struct FlameGraphTests {
  private func draw(_ change: (inout FlameGraph) -> Void = { _ in }) -> String {
    var graph = FlameGraph(describing: SampleProfiles.service, health: ["a", "b < c"])
    change(&graph)
    return SampleProfiles.text(graph.draw(SampleProfiles.service, inverted: graph.isInverted))
  }

  /// The picture without its script, which the check of exports runs in a browser.
  private func body(_ text: String) -> String {
    guard let script = text.range(of: "<script>"), let style = text.range(of: "<style>"),
      let end = text.range(of: "</style>")
    else { return text }
    return String(text[..<style.lowerBound] + text[end.upperBound..<script.lowerBound])
  }

  @Test func `draws boxes with titles`() throws {
    let text = body(draw())
    #expect(text == (try Fixtures().expected("exports/service.svg.txt", for: text)))
  }

  @Test func `puts the root on top of an inverted graph`() {
    let text = body(draw { $0.isInverted = true })
    #expect(text.contains("data-inverted=\"1\""))
    #expect(text.contains("<rect x=\"10.00\" y=\"64\" width=\"1180.00\""))
  }

  @Test func `leaves out what cannot be seen`() {
    let narrow = SampleProfiles.profile([("main;wide", [1_000_000]), ("main;narrow", [1])])
    let text = SampleProfiles.text(FlameGraph().draw(CallTree(narrow)))
    #expect(text.contains("<title>wide"))
    #expect(!text.contains("<title>narrow"))
  }

  @Test func `is well formed whatever names hold`() throws {
    let parser = XMLParser(data: Data(draw().utf8))
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
  }

  @Test func `cuts a subtitle that has no room`() {
    let text = draw { $0.subtitle = String(repeating: "long ", count: 100) }
    let line = text.split(separator: "\n").first { $0.contains("class=\"sub\"") } ?? ""
    #expect(line.count < 240)
    #expect(line.contains("…"))
  }

  @Test func `draws nothing without samples`() throws {
    let parser = XMLParser(data: Data(FlameGraph().draw(CallTree())))
    #expect(parser.parse())
  }

  /// The picture of collapsed stacks with two numbers.
  private func difference(_ lines: String) throws -> String {
    let (tree, _) = try FoldedReader.read(Array(lines.utf8))
    var graph = FlameGraph()
    graph.change = FlameChange(counted: tree)
    return SampleProfiles.text(graph.draw(tree))
  }

  @Test func `shows changes`() throws {
    let text = try difference("a;b 100 300\na;c 100 100\n")
    #expect(text.contains("b (300 samples, 75.00%; +25.00 points)"))
    #expect(text.contains("c (100 samples, 25.00%; -25.00 points)"))
    #expect(text.contains(FlamePalette.colour(ofChange: 0.25).text))
    #expect(text.contains(FlamePalette.colour(ofChange: -0.25).text))
  }

  @Test func `does not colour what chance explains`() throws {
    let text = try difference("a;b 10 30\na;c 10 10\n")
    #expect(text.contains("b (30 samples, 75.00%; +25.00 points, which may be chance)"))
    #expect(!text.contains(FlamePalette.colour(ofChange: 0.25).text))
    #expect(!text.contains(FlamePalette.colour(ofChange: -0.25).text))
  }
}
