internal import Testing

@testable internal import TestRunner

/// What `--changed` takes for a part of the runner.
@Suite struct RunnerSourcesTests {
  @Test func `every module that the runner is made of concerns all tests`() {
    var modules: Set<String> = ["testrunner"]
    var count = 0
    while count < modules.count {
      count = modules.count
      for layer in layers where modules.contains(layer.module) { modules.formUnion(layer.imports) }
    }
    #expect(modules.isSuperset(of: ["Frames", "Machine", "Profiler", "Telemetry"]))
    for layer in layers where modules.contains(layer.module) {
      let path = "Sources/\(layer.path)/A.swift"
      #expect(
        ChangedFiles.runnerFolders.contains { path.hasPrefix($0 + "/") },
        "ChangedFiles.runnerFolders lacks \(layer.module)")
      #expect(ChangedFiles.concernsAll(path))
    }
  }
}
