/// Which times count, by stretches of work that the service named: "while requests took more than 5
/// ms".
public struct SpanFilter: Sendable {
  /// What their name must match; nil for any.
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
    let isNamed = profile.names.map { name in pattern.map { $0.matches(name) } ?? true }
    return profile.samples.filter { sample in
      sample.kind == .span && sample.weight >= least && isNamed[sample.name]
    }.map { sample in
      let start = sample.time - min(sample.time, sample.weight)
      return Stretch(times: start..<max(sample.time, start + 1), label: sample.label)
    }.sorted {
      ($0.times.lowerBound, $0.times.upperBound) < ($1.times.lowerBound, $1.times.upperBound)
    }
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
