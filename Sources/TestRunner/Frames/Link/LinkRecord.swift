/// Everything that is kept and found of a link while a test runs: capture, findings, last packets.
public final class LinkRecord {
  /// How many packets are kept for a report of a failure.
  static let lastCount = 12

  public let checker: FrameChecker
  /// Frames that went by unseen, as the system says.
  public private(set) var missedCount = 0
  /// At which end the guest's frames are judged.
  public let judged: CaptureLog.Place
  private let log: CaptureLog?
  /// The number of the card among those of the log.
  private let card: Int
  /// Frames that have gone by unseen since the last one that was seen.
  private var missedBefore = 0
  private var marks: [(time: UInt64, text: String)] = []
  private var last: [Line] = []
  private var firstTime: UInt64?
  private var isFinished = false

  private struct Line {
    var number: Int
    var time: UInt64
    var direction: SeenFrame.Direction
    var bytes: [UInt8]
    var remarks: [String]
  }

  /// Makes a record.
  ///
  /// - Parameters:
  ///   - checker: Who judges the guest's frames.
  ///   - place: At which end of the link it does so.
  ///   - card: The number of the card among those of the log.
  ///   - log: Where the frames go; nil if they are not kept.
  public init(
    _ checker: FrameChecker, at place: CaptureLog.Place = .guest, card: Int = 0, log: CaptureLog?
  ) {
    self.checker = checker
    self.card = card
    judged = place
    self.log = log
  }

  /// How many frames were seen.
  public private(set) var frameCount = 0
  /// Frames that the capture has no room for.
  public var omittedCount: Int { log?.omittedCount ?? 0 }
  /// Bytes of the capture.
  public var byteCount: Int { log?.byteCount ?? 0 }

  /// Takes a frame, with what a link did to it.
  public func take(
    _ frame: SeenFrame, at place: CaptureLog.Place = .guest, remarks: [String] = []
  ) {
    frameCount += 1
    firstTime = firstTime ?? frame.time
    // Findings name frames as the capture does, which other cards may share.
    let number = log.map { $0.frameCount + 1 } ?? frameCount
    var comments = remarks
    if missedBefore > 0 { comments.append("\(missedBefore) frames \(CaptureLog.unseen)") }
    missedBefore = 0
    if frame.direction == .toGuest ? place == .guest : place == judged {
      let count = checker.findings.count
      checker.take(frame, numbered: number)
      comments += checker.findings[count...].map(\.remark)
    }
    while let mark = marks.first, mark.time <= frame.time {
      comments.append(marks.removeFirst().text)
    }
    keep(frame, place, comments)
    remember(frame, number, comments)
  }

  /// Writes a frame down as it is on a wire, where a card has completed it.
  private func keep(_ frame: SeenFrame, _ place: CaptureLog.Place, _ comments: [String]) {
    guard !isFinished else { return }
    guard let completed = frame.completed else {
      log?.add(frame, of: card, at: place, comments: comments)
      return
    }
    completed.withUnsafeBytes { bytes in
      let copy = SeenFrame(frame.direction, at: frame.time, ByteView(bytes))
      log?.add(copy, of: card, at: place, comments: comments)
    }
  }

  private func remember(_ frame: SeenFrame, _ number: Int, _ comments: [String]) {
    if last.count >= 2 * Self.lastCount { last.removeFirst(Self.lastCount) }
    last.append(
      Line(
        number: number, time: frame.time, direction: frame.direction,
        bytes: frame.bytes.array, remarks: comments))
  }

  /// Says what begins, as a remark on the next frame.
  public func mark(_ text: String, at time: UInt64) {
    marks.append((time, text))
  }

  /// Notes that the cable is cut.
  public func noteCut(at time: UInt64) {
    checker.noteCut()
    mark(CaptureLog.cut, at: time)
  }

  /// Notes that frames were not seen.
  public func noteMissing(_ count: Int) {
    guard count > 0 else { return }
    missedCount += count
    missedBefore += count
    checker.noteGap()
  }

  /// Writes out the capture.
  public func finish() {
    guard !isFinished else { return }
    isFinished = true
    log?.finish(marks)
  }

  /// The last packets, one line each, the newest last.
  public var lastLines: [String] {
    last.suffix(Self.lastCount).map { line in
      line.bytes.withUnsafeBytes { bytes in
        FrameText.line(
          SeenFrame(line.direction, at: line.time, ByteView(bytes)), number: line.number,
          since: firstTime ?? line.time, remarks: line.remarks)
      }
    }
  }
}
