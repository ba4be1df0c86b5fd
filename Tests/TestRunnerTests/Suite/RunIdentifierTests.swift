internal import Testing

@testable internal import TestRunner

@Suite struct RunIdentifierTests {
  @Test func `who shares the work names the run, and whoever wants another name before that`() {
    #expect(RunIdentifier.find(in: ["PATH": "/bin", "GITHUB_RUN_ATTEMPT": "2"]) == nil)
    #expect(RunIdentifier.find(in: ["GITHUB_RUN_ID": "17", "GITHUB_RUN_ATTEMPT": "2"]) == "17")
    #expect(RunIdentifier.find(in: ["CI_PIPELINE_ID": "18"]) == "18")
    #expect(RunIdentifier.find(in: ["SLURM_ARRAY_JOB_ID": "19", "SWIFTLET_RUN_ID": ""]) == "19")
    #expect(RunIdentifier.find(in: ["SLURM_ARRAY_JOB_ID": "19", "SWIFTLET_RUN_ID": "a"]) == "a")
  }
}
