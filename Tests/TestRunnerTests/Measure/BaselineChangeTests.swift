internal import Machine
internal import Testing

@testable internal import TestRunner

@Suite struct BaselineChangeTests {
  private let old = "a on pc:\n  start: 1\nb:\n  start: 2\n"

  private func test(_ name: String, counts: Bool = true, root: String = "/p") -> TestCase {
    var manifest = Manifest()
    if counts { manifest.steps = [Step(.measure(MeasureStep(name: "start", span: .start)))] }
    let service = ServiceFolder(path: "\(root)/IntegrationTests/\(name)", packageRoot: "/p")
    return TestCase(service: service, manifest: .success(manifest), machine: .pc)
  }

  @Test func `concerns those that count and have other numbers`() {
    let change = BaselineChange(from: old, to: old.replacing("2", with: "3"))
    #expect(!change.isEmpty && change.concerns(test("b")))
    #expect(!change.concerns(test("a")) && !change.concerns(test("c")))
    #expect(!change.concerns(test("b", counts: false)))
    var variant = test("a")
    variant.variant = ["pc"]
    #expect(!change.concerns(variant))
    #expect(BaselineChange(from: old, to: nil).concerns(variant))
  }

  @Test func `what is written otherwise is no change`() {
    #expect(BaselineChange(from: old, to: "# Why.\n\(old)").isEmpty)
    #expect(BaselineChange(from: nil, to: "# Nothing.\n").isEmpty)
  }

  @Test func `what makes no sense concerns all who count`() {
    let change = BaselineChange(from: old, to: "x: [")
    #expect(!change.isEmpty && change.concerns(test("c")))
    #expect(!change.concerns(test("c", counts: false)))
  }

  @Test func `a service outside the package has a baseline of its own`() {
    #expect(!BaselineChange(from: old, to: nil).concerns(test("b", root: "/elsewhere")))
  }
}
