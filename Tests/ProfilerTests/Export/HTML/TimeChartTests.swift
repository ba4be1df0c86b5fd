internal import Testing

@testable internal import Profiler

@Suite struct TimeChartTests {
  private func bar(_ range: Range<UInt64>, isWait: Bool = false) -> TimeChart.Bar {
    TimeChart.Bar(
      name: "a", start: range.lowerBound, end: range.upperBound, label: 0, isWait: isWait)
  }

  @Test func `waits have the first row, what lies in another the next one`() {
    let bars = [bar(20..<30), bar(10..<50), bar(5..<8, isWait: true), bar(50..<60), bar(25..<28)]
    let rows = TimeChart.placed(bars).map { [$0.start, UInt64($0.row)] }
    #expect(rows == [[5, 0], [10, 1], [20, 2], [25, 3], [50, 1]])
  }

  @Test func `what overlaps shares no row`() {
    let rows = TimeChart.placed([bar(0..<10), bar(5..<15), bar(12..<20)]).map(\.row)
    #expect(rows == [1, 2, 1])
  }

  @Test func `draws names, times and labels, whatever they are called`() {
    var writer = ByteWriter()
    var profile = SampleProfiles.spans
    // At this rate each wait is told for itself alone.
    profile.header.source.rate = 2_000_000
    let chart = TimeChart(profile)
    #expect(!chart.isEmpty)
    chart.write(to: &writer)
    let text = SampleProfiles.text(writer.bytes)
    #expect(text.contains("<title>parse &lt;b&gt;: 500 ns at 1.50 µs, label 7</title>"))
    #expect(text.contains("<title>wait: network: 1.50 µs at 0 ns</title>"))
    #expect(TimeChart(SampleProfiles.service).isEmpty)
    // At this one it stands for others, so that nobody knows how long it was.
    profile.header.source.rate = 1000
    #expect(TimeChart.bars(of: profile).map(\.isWait) == [false, false])
  }
}
