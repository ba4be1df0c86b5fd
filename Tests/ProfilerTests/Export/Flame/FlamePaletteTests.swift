internal import Testing

@testable internal import Profiler

@Suite struct FlamePaletteTests {
  @Test func `gives a module one hue and functions shades of it`() {
    let first = FlamePalette.colour(of: CallTree.Label(name: "a", module: "Net"))
    let second = FlamePalette.colour(of: CallTree.Label(name: "b", module: "Net"))
    let other = FlamePalette.colour(of: CallTree.Label(name: "a", module: "DNS"))
    #expect(first == FlamePalette.colour(of: CallTree.Label(name: "a", module: "Net")))
    #expect(first != second)
    #expect(first != other)
  }

  @Test func `marks roles`() {
    let handler = CallTree.Label(name: "a", module: "Net", role: .interrupt)
    #expect(FlamePalette.colour(of: handler) == FlamePalette.interrupt)
  }

  @Test func `colours more red and less blue`() {
    let (more, less) = (FlamePalette.colour(ofChange: 0.2), FlamePalette.colour(ofChange: -0.2))
    #expect(more.red > more.blue)
    #expect(less.blue > less.red)
    #expect(FlamePalette.Colour(red: 1, green: 0xab, blue: 0).text == "#01ab00")
  }
}
