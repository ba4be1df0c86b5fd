/// Which times count, by stretches of work: "while requests took more than 5 ms".
///
/// They are the spans that the service named. Where there are none, a stretch is a run of a task,
/// from one wait to the next: samples that follow each other tell how long it took, to about the
/// interval between two of them. A request to a server is one, unless its handler waits.
public struct SpanFilter: Sendable {
  /// What their name must match; nil for any, and for runs of tasks where nothing has a name.
  public var pattern: NamePattern?
  /// How long they took at least, in nanoseconds.
  public var least: UInt64 = 0

  /// Makes a filter that takes all of them.
  public init() {}

  /// A stretch of work.
  struct Stretch: Equatable {
    var times: Range<UInt64>
    /// What the service was at; 0 if it did not say.
    var label: UInt64
  }

  /// The stretches of a profile that count, by their beginning.
  func stretches(of profile: Profile) -> [Stretch] {
    let hasSpans = profile.samples.contains { $0.kind == .span }
    return hasSpans || pattern != nil ? spans(of: profile) : runs(of: profile)
  }

  private func spans(of profile: Profile) -> [Stretch] {
    let isNamed = profile.names.map { name in pattern.map { $0.matches(name) } ?? true }
    return profile.samples.filter { sample in
      sample.kind == .span && sample.weight >= least && isNamed[sample.name]
    }.map { sample in
      let start = sample.time - min(sample.time, sample.weight)
      let end = max(sample.time, start.sum(saturating: 1))
      return Stretch(times: start..<end, label: sample.label)
    }.sorted {
      ($0.times.lowerBound, $0.times.upperBound) < ($1.times.lowerBound, $1.times.upperBound)
    }
  }

  /// Samples of time that follow each other, and have one label that is of one run.
  private func runs(of profile: Profile) -> [Stretch] {
    let samples = profile.samples.filter { $0.kind == .time }.sorted { $0.time < $1.time }
    var stretches: [Stretch] = []
    var start = samples.startIndex
    for (index, first) in samples.enumerated() where index >= start {
      let rest = samples[index...]
      start = rest.firstIndex { ($0.label, $0.run) != (first.label, first.run) } ?? rest.endIndex
      let last = samples[start - 1]
      let length = (last.time - first.time).sum(saturating: first.weight)
      guard first.label != 0, length >= least else { continue }
      let end = last.time.sum(saturating: 1)
      stretches.append(Stretch(times: first.time..<end, label: first.label))
    }
    return stretches
  }

  /// The samples that lie in such a stretch and have its label, if it has one.
  func apply(to profile: Profile) -> [Profile.Sample] {
    let stretches = stretches(of: profile)
    // The latest end of each stretch and those before it: earlier ones need no look.
    var latest: UInt64 = 0
    let ends = stretches.map { stretch in
      latest = max(latest, stretch.times.upperBound)
      return latest
    }
    return profile.samples.filter { sample in
      var index = Self.count(of: stretches, notAfter: sample.time)
      while index > 0, ends[index - 1] > sample.time {
        index -= 1
        let stretch = stretches[index]
        if stretch.times.contains(sample.time),
          stretch.label == 0 || stretch.label == sample.label
        {
          return true
        }
      }
      return false
    }
  }

  /// How many stretches have begun by a time.
  private static func count(of stretches: [Stretch], notAfter time: UInt64) -> Int {
    var (low, high) = (0, stretches.count)
    while low < high {
      let middle = (low + high) / 2
      if stretches[middle].times.lowerBound <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
