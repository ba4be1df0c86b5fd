internal import Testing

@testable internal import TestRunner

@Suite struct PackageRootTests {
  @Test func `a place outside any package has no root`() {
    #expect(PackageRoot.find(above: "/usr/bin") == nil)
    #expect(PackageRoot.find(above: "/") == nil)
  }
}
