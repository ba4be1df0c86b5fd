/// Takes samples from a source into a file, for a time or until it is told to stop.
public struct Recorder {
  /// How often samples are taken from the source and written.
  static let period = Duration.milliseconds(200)

  private let source: any SampleSource
  private let writer: RecordingWriter

  /// Makes a recorder.
  public init(_ source: any SampleSource, into writer: RecordingWriter) {
    self.source = source
    self.writer = writer
  }

  /// Why a recording ended.
  public enum Ending: Equatable, Sendable {
    /// Its time was over.
    case complete
    /// Somebody stopped it.
    case interrupted
    /// The guest ended, or could not be sampled any more.
    case lost(ProfilerError?)
  }

  /// Records.
  ///
  /// - Parameters:
  ///   - duration: For how long; nil until it is stopped.
  ///   - isStopped: Asked several times a second whether to end.
  ///   - progress: Told several times a second of all samples so far.
  /// - Returns: Why it ended; what was recorded until then is in the file in any case.
  /// - Throws: If sampling does not begin, or the file takes no more.
  public func record(
    for duration: Duration?, isStopped: () -> Bool, progress: (Recording) -> Void = { _ in }
  ) throws(ProfilerError) -> Ending {
    try source.start()
    let end = duration.map { ContinuousClock.now + $0 }
    var ending = Ending.complete
    while end.map({ .now < $0 }) ?? true {
      if isStopped() {
        ending = .interrupted
        break
      }
      let next = ContinuousClock.now + Self.period
      do throws(ProfilerError) {
        guard try source.poll(until: min(next, end ?? next), writer.take) else {
          ending = .lost(nil)
          break
        }
      } catch {
        ending = .lost(error)
        break
      }
      try writer.flush()
      progress(writer.recording)
    }
    var account: SampleAccount?
    do throws(ProfilerError) {
      account = try source.stop(writer.take)
    } catch {
      if ending == .complete || ending == .interrupted { ending = .lost(error) }
    }
    try writer.finish(account)
    return ending
  }
}
