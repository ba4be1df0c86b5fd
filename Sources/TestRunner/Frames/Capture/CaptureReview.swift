/// A second look at the frames of a capture file.
public struct CaptureReview {
  public private(set) var frameCount = 0
  public private(set) var guestFrameCount = 0
  public private(set) var badFrameCount = 0
  public private(set) var findings: [FrameFinding] = []

  /// Judges the frames of a file.
  ///
  /// - Parameters:
  ///   - file: The file's bytes.
  ///   - guest: Who the guest is.
  ///   - place: At which end the guest's frames are judged.
  ///   - show: Takes each frame as a line.
  /// - Throws: `PcapngReader.Malformed` if it is no capture of this program.
  public init(
    of file: [UInt8], guest: GuestIdentity, at place: CaptureLog.Place = .guest,
    show: (String) -> Void = { _ in }
  ) throws(PcapngReader.Malformed) {
    let checker = FrameChecker(guest: guest)
    var count = 0
    var start: UInt64?
    try PcapngReader.read(file) { packet in
      count += 1
      let frame = packet.frame
      start = start ?? frame.time
      // Remarks on what is bad are made anew.
      let remarks = packet.comments.filter { !FrameFinding.isRemark($0) }
      if remarks.contains(where: { $0.hasSuffix(CaptureLog.omission) }) { checker.noteGap() }
      if remarks.contains(CaptureLog.cut) { checker.noteCut() }
      let isJudged = frame.direction == .toGuest ? packet.place == .guest : packet.place == place
      let before = checker.findings.count
      if isJudged { checker.take(frame, numbered: count) }
      let texts = remarks + checker.findings[before...].map(\.remark)
      show(FrameText.line(frame, number: count, since: start ?? 0, remarks: texts))
    }
    frameCount = count
    guestFrameCount = checker.guestFrameCount
    badFrameCount = checker.badFrameCount
    findings = checker.findings
  }
}
