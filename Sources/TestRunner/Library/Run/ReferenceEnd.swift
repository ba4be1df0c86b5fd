internal import Machine

/// How the process that plays a guest with this host's Linux ended, though it should have gone on.
struct ReferenceEnd: Equatable {
  /// How it ended.
  var status: ProcessStatus
  /// What it said of that.
  var words: String
  /// What its program printed last.
  var output: [String] = []

  /// What follows for the test; QEMU has no part in it.
  var verdict: Verdict {
    let prefix = StandIn.complaintPrefix
    let line = TestSession.lastLine(words)
    let reason = line.hasPrefix(prefix) ? String(line.dropFirst(prefix.count)) : line
    switch status {
    case .exited(StandIn.Status.missingProgram): return Verdict(shell: reason)
    case .exited(StandIn.Status.programEnded):
      return Verdict(.exitedEarly, "the reference: \(reason)", details: output)
    case .exited, .signalled:
      let words = words.isEmpty ? "" : ": \(reason)"
      return Verdict(.internalError, "the reference ended by \(status)\(words)")
    }
  }
}
