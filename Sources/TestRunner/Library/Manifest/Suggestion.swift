/// Finds the word that somebody most likely meant.
enum Suggestion {
  /// The nearest of the known words, if it is near enough to be what was meant.
  static func nearest(to word: String, among known: [String]) -> String? {
    let ranked = known.map { (word: $0, distance: distance(word.lowercased(), $0.lowercased())) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= max(1, best.word.count / 3) ? best.word : nil
  }

  /// Insertions, deletions, replacements and swaps of neighbours that turn one word into another.
  static func distance(_ first: String, _ second: String) -> Int {
    let from = Array(first.utf8)
    let to = Array(second.utf8)
    var older: [Int] = []
    var previous = Array(0...to.count)
    for row in from.indices {
      var current = [row + 1]
      for column in to.indices {
        let replaced = previous[column] + (from[row] == to[column] ? 0 : 1)
        var best = min(replaced, previous[column + 1] + 1, current[column] + 1)
        let swaps = row > 0 && column > 0 && from[row] == to[column - 1]
        if swaps && from[row - 1] == to[column] { best = min(best, older[column - 1] + 1) }
        current.append(best)
      }
      older = previous
      previous = current
    }
    return previous[to.count]
  }
}
