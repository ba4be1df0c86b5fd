internal import Frames
internal import Glibc
internal import Machine

/// What the frames on the link say about a guest.
extension TestSession {
  /// The verdict after a look at every frame that the guest sent.
  ///
  /// A guest that did all that was asked of it, but with a bad frame, has failed. One that failed
  /// otherwise, too, has that told first.
  func judgeFrames(_ verdict: Verdict) -> Verdict {
    guard let record else { return verdict }
    machine.settleRecord()
    record.finish()
    var judged = verdict
    for record in [record] + furtherRecords { judged = judge(record, judged) }
    if judged.kind != .passed { judged.details += packetLines(record) }
    return judged
  }

  /// Judges what was seen of one network card.
  private func judge(_ record: LinkRecord, _ verdict: Verdict) -> Verdict {
    var judged = verdict
    let checker = record.checker
    if let first = checker.findings.first {
      let others = checker.findings.dropFirst().prefix(9).map(\.description)
      let rest =
        checker.badFrameCount > 1 ? ", and \(checker.badFrameCount - 1) more bad frames" : ""
      if verdict.kind == .passed || verdict.kind == manifest.expectation.kind {
        judged = Verdict(.badFrame, first.description + rest, details: Array(others))
      } else {
        judged.details += [first.description + rest] + others
      }
    }
    if record.missedCount > 0 {
      post(.note("\(record.missedCount) frames passed too fast to be seen"))
    }
    return judged
  }

  /// The last packets for the report of a failure.
  private func packetLines(_ record: LinkRecord) -> [String] {
    let lines = record.lastLines
    guard !lines.isEmpty else { return [] }
    let head = "last packets of \(record.frameCount), < from and > to the guest:"
    return [head] + lines.map { "  " + ConsoleText.visible($0) }
  }

  /// Removes the capture of a test that passed, if it is large.
  func dropLargeCapture() {
    let path = machine.folder.file(RunFolder.Name.frames)
    if let record, record.byteCount > WatchedWire.keptByteCount { unlink(path) }
  }
}
