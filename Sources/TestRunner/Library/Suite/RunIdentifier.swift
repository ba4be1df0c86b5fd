/// What tells one run of a suite on several machines from another.
///
/// A part that an earlier run has left would otherwise pass for one whose machine never started.
public enum RunIdentifier {
  /// The variables that name a run: our own, those of GitHub Actions and GitLab, and of Slurm.
  ///
  /// None differs where a part alone is tried again, as GitHub's number of the attempt would.
  static let variables = [
    "SWIFTLET_RUN_ID", "GITHUB_RUN_ID", "CI_PIPELINE_ID", "SLURM_ARRAY_JOB_ID",
  ]

  /// The name of the run that an environment tells of; nil if it tells of none.
  public static func find(in environment: [String: String]) -> String? {
    variables.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
  }
}
