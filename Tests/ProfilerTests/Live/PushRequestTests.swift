internal import Foundation
internal import Profiler
internal import Testing

@Suite struct PushRequestTests {
  @Test func `asks Pyroscope with a form`() {
    let request = PushRequest(
      SampleProfiles.service, to: .pyroscope, at: "http://host:4040/",
      labels: [(name: "region", value: "eu west")])
    #expect(
      request.url == "http://host:4040/ingest?name=dns%7Bregion%3Deu%20west%7D&from=1700000000"
        + "&until=1700000000&format=pprof")
    let pprof = PprofExporter.export(SampleProfiles.service)
    #expect(Data(request.body).range(of: Data(pprof)) != nil)
  }

  @Test func `hands Parca text`() throws {
    let request = PushRequest(
      SampleProfiles.service, to: .parca, at: "http://host", labels: [(name: "a", value: "\"b\"")])
    #expect(request.url.hasSuffix("/parca.profilestore.v1alpha1.ProfileStoreService/WriteRaw"))
    let json = try JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any]
    let series = try #require((json?["series"] as? [[String: Any]])?.first)
    let samples = try #require(series["samples"] as? [[String: String]])
    let profile = try #require(samples.first?["rawProfile"].flatMap { Data(base64Encoded: $0) })
    #expect(Array(profile) == PprofExporter.export(SampleProfiles.service))
  }
}
