/// A second look at the frames of a capture file.
public struct CaptureReview {
  public private(set) var frameCount = 0
  public private(set) var guestFrameCount = 0
  public private(set) var badFrameCount = 0
  public private(set) var findings: [FrameFinding] = []

  /// Judges the frames of a file, by the rules that stand in it.
  ///
  /// - Parameters:
  ///   - file: The file's bytes.
  ///   - guest: Who the guest is if the file does not say it.
  ///   - place: At which end the guest's frames are judged; nil for where they were.
  ///   - show: Takes each frame as a line.
  /// - Throws: `PcapngReader.Malformed` if it is no capture of this program.
  public init(
    of file: [UInt8], guest: GuestIdentity, at place: CaptureLog.Place? = nil,
    show: (String) -> Void = { _ in }
  ) throws(PcapngReader.Malformed) {
    var cards: [(checker: FrameChecker, place: CaptureLog.Place)] = []
    var interfaceCount = 0
    var start: UInt64?
    func take(_ note: PcapngReader.Note) {
      switch note {
      case .interface(let rules):
        if CaptureLog.card(of: interfaceCount).index == cards.count {
          let rules = rules ?? CardRules(guest)
          cards.append((rules.checker, cards.isEmpty ? place ?? rules.place : .guest))
        }
        interfaceCount += 1
      case .mark(let time, let text):
        show(FrameText.line(time, since: start ?? time) + " [\(text)]")
      }
    }
    var count = 0
    try PcapngReader.read(file, note: take) { packet in
      count += 1
      let (frame, card) = (packet.frame, cards[packet.card])
      start = start ?? frame.time
      // Remarks on what is bad are made anew.
      let remarks = packet.comments.filter { !FrameFinding.isRemark($0) }
      if remarks.contains(where: { $0.hasSuffix(CaptureLog.omission) }) {
        for card in cards { card.checker.noteGap() }
      }
      if remarks.contains(where: { $0.hasSuffix(CaptureLog.unseen) }) { card.checker.noteGap() }
      if remarks.contains(CaptureLog.cut) { card.checker.noteCut() }
      let isJudged = packet.place == (frame.direction == .toGuest ? .guest : card.place)
      let before = card.checker.findings.count
      if isJudged { card.checker.take(frame, numbered: count) }
      let texts = remarks + card.checker.findings[before...].map(\.remark)
      show(FrameText.line(frame, number: count, since: start ?? 0, remarks: texts))
    }
    frameCount = count
    guestFrameCount = cards.reduce(0) { $0 + $1.checker.guestFrameCount }
    badFrameCount = cards.reduce(0) { $0 + $1.checker.badFrameCount }
    findings = cards.flatMap(\.checker.findings).sorted { $0.frame < $1.frame }
  }
}
