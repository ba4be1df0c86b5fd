internal import Profiler
internal import Testing

@Suite struct HTMLReportTests {
  private let text = SampleProfiles.text(
    HTMLReport.export(SampleProfiles.service, health: ["fine", "note: <odd>"]) { _ in
      (1...40).map { "line \($0) <&>" }
    })

  @Test func `holds three pictures, a table and sources`() {
    #expect(text.split(separator: "<svg ").count == 4)
    #expect(text.contains("<td class=\"name\">Wire.sum (inlined)</td>"))
    #expect(text.contains("line 13 &lt;&amp;&gt;"))
    #expect(text.contains("<li class=\"note\">note: &lt;odd&gt;</li>"))
  }

  @Test func `needs nothing from elsewhere`() {
    #expect(!text.contains("src="))
    #expect(!text.contains("<link"))
    let addresses = text.split(separator: "http").dropFirst()
    #expect(addresses.allSatisfy { $0.hasPrefix("://www.w3.org/2000/svg") })
  }

  @Test func `shows what there is where sources are missing`() {
    let page = HTMLReport.export(SampleProfiles.service, health: []) { _ in nil }
    #expect(SampleProfiles.text(page).contains("(the source cannot be read)"))
    _ = HTMLReport.export(Profile(header: SampleProfiles.header), health: [])
  }
}
