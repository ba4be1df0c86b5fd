internal import Foundation
internal import Testing

@testable internal import TestRunner

@Suite struct BuildConfigurationTests {
  @Test func `images are optimised unless the environment says otherwise`() {
    // The environment of the tests is that of their run.
    let expected = BuildConfiguration.allCases.first { "\($0)" == Self.variable } ?? .release
    #expect(BuildConfiguration.ofEnvironment == expected)
  }

  private static var variable: String? {
    ProcessInfo.processInfo.environment["SWIFTLET_CONFIGURATION"]
  }
}
