public import Symbols

/// A profile that grows while a guest is sampled.
public final class LiveProfile {
  private let source: any SampleSource
  private let builder: ProfileBuilder
  private var recording: Recording

  /// Begins with nothing.
  ///
  /// - Parameters:
  ///   - source: Where samples come from; it is started by `start`.
  ///   - header: What is known about the samples.
  ///   - symboliser: The image that the guest runs; nil to show addresses.
  ///   - style: How functions are named.
  public init(
    _ source: any SampleSource, header: RecordingHeader, symboliser: Symboliser?, style: NameStyle
  ) {
    self.source = source
    recording = Recording(header: header)
    builder = ProfileBuilder(symboliser, style: style)
  }

  /// Begins to sample.
  public func start() throws(ProfilerError) { try source.start() }

  /// Takes samples for a while.
  ///
  /// - Parameter duration: How long.
  /// - Returns: Whether more may come.
  /// - Throws: Why no more will.
  public func advance(_ duration: Duration) throws(ProfilerError) -> Bool {
    try source.poll(until: .now + duration) { recording.append($0) }
  }

  /// Ends sampling.
  public func stop() { _ = try? source.stop { recording.append($0) } }

  /// The profile of the last seconds; of all that was sampled, for nil.
  public func profile(last seconds: Double?) -> Profile {
    var profile = builder.build(recording)
    guard let seconds, let end = profile.samples.last?.time else { return profile }
    let span = UInt64(saturating: seconds * 1e9)
    let start = end > span ? end - span : 0
    profile.samples.removeAll { $0.time < start }
    return profile
  }
}
