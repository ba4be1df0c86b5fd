internal import Testing

@testable internal import TestRunner

@Suite struct ServiceTemplateTests {
  @Test(arguments: ServiceTemplate.allCases)
  func `the manifest makes sense, and the source names the service`(
    template: ServiceTemplate
  ) throws {
    let files = template.files(name: "my-dns 2")
    #expect(files.map(\.name) == ["Service.swift", "test.yaml"])
    #expect(files[0].text.contains("@main struct MyDns2: Service {"))
    let manifest = try ManifestReader.read(files[1].text, path: "test.yaml")
    #expect(!manifest.steps.isEmpty && !manifest.summary.isEmpty)
  }

  @Test(arguments: ServiceTemplate.allCases)
  func `a scenario is named by the manifest`(template: ServiceTemplate) throws {
    let files = template.files(name: "x", hasScenario: true)
    #expect(files.map(\.name).last == "Scenario/XScenario.swift")
    #expect(files[2].text.contains("@main struct XScenario: GuestScenario {"))
    #expect(files[2].text.hasPrefix("import Scenario\n"))
    let manifest = try ManifestReader.read(files[1].text, path: "test.yaml")
    #expect(manifest.scenarios == [ScenarioStep(.folder("Scenario"))])
  }

  @Test func `what a newcomer looks for is there`() {
    let words = ["echo", "udp", "tcp", "http", "dns", "hello"]
    let found = words.compactMap(ServiceTemplate.init(word:))
    #expect(found == [.udp, .udp, .tcp, .http, .dns, .hello])
    #expect(Set(found) == Set(ServiceTemplate.allCases))
    #expect(ServiceTemplate(word: "smtp") == nil)
  }

  @Test(arguments: [
    ("dns", "Dns"), ("my-service", "MyService"), ("9p", "Service9p"), ("--", "MyService"),
    ("größe", "GrE"), ("", "MyService"),
  ])
  func `any name of a folder gives one of a type`(name: String, type: String) {
    #expect(ServiceTemplate.typeName(name) == type)
  }
}
