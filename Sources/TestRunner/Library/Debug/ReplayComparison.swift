internal import Machine

/// What a recorded run and its replay have left, side by side.
struct ReplayComparison {
  let original: RunFolder
  let replay: RunFolder
  /// How the replay ended; nil if it had to be ended.
  var end: String?

  /// The files that must be the same, and what is in them.
  static let files = [(RunFolder.Name.console, "console"), (RunFolder.Name.records, "records")]

  /// The first thing that is not the same; nil if all is.
  var difference: String? {
    for (name, title) in Self.files {
      let both = Folder.commonStart(of: original.file(name), replay.file(name))
      if both.same < both.first || both.same < both.second {
        let place = "after \(both.same) of \(both.first) bytes of \(title)"
        return both.same == both.first
          ? "the replay wrote more than the recorded run, \(place)"
          : "the replay differs \(place)"
      }
    }
    guard let end else { return "the replay wrote the same, but did not end within the limit" }
    if let recorded = original.recordedEnd, recorded != end {
      return "the replay wrote the same, but ended with \(end), the recorded run with \(recorded)"
    }
    return nil
  }

  /// What came of it.
  var outcome: Replay.Outcome {
    if let difference { return Replay.Outcome(code: 1, message: difference) }
    let counts = Self.files.map { name, title in
      "\(Folder.commonStart(of: original.file(name), replay.file(name)).same) bytes of \(title)"
    }
    let ending = end.map { ", and ended with \($0)" } ?? ""
    let rest =
      original.recordedEnd == nil ? "; nobody has noted how the recorded run did" : " again"
    let said = "the replay wrote the same \(counts.joined(separator: " and "))"
    return Replay.Outcome(code: 0, message: said + ending + rest)
  }
}
