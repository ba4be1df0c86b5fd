/// One of several parts of a suite, each for a machine of its own: `2/5`.
public struct Shard: Equatable, Sendable {
  /// From 1.
  public let number: Int
  public let count: Int

  /// The most parts that a suite is divided into.
  static let maximumCount = 10_000

  /// Reads `2/5`; nil if that makes no sense.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]),
      (1...Self.maximumCount).contains(count), (1...count).contains(number)
    else { return nil }
    self.number = number
    self.count = count
  }

  /// The tests that belong to this part.
  ///
  /// Each goes to the part that has least to do, the longest first, so that all parts take about
  /// the same time. Machines that are given the same tests and times divide them alike.
  ///
  /// - Parameters:
  ///   - names: The names of all tests.
  ///   - usual: How long each usually takes; nil where that is not known.
  /// - Returns: Their places in the list, ascending.
  func select(_ names: [String], usual: (String) -> Duration?) -> [Int] {
    let known = names.compactMap(usual)
    let guess = known.isEmpty ? .seconds(1) : known.reduce(.zero, +) / known.count
    let times = names.map { max(usual($0) ?? guess, .milliseconds(1)) }
    let order = names.indices.sorted {
      times[$0] == times[$1] ? names[$0] < names[$1] : times[$0] > times[$1]
    }
    var totals = [Duration](repeating: .zero, count: count)
    var mine: [Int] = []
    for index in order {
      let part = totals.indices.min { totals[$0] < totals[$1] } ?? 0
      totals[part] += times[index]
      if part == number - 1 { mine.append(index) }
    }
    return mine.sorted()
  }
}

extension Shard: CustomStringConvertible {
  public var description: String { "\(number)/\(count)" }
}
