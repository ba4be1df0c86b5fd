internal import Yams

/// The keys and values of one mapping, with everything that is wrong in them.
///
/// Problems are collected, not thrown, so that a user sees them all at once.
final class Fields {
  /// The mapping itself, for problems that have no better place.
  let node: Node
  private let values: [String: Node]
  private let collector: Collector

  /// Gathers problems of a whole file.
  final class Collector {
    var problems: [ManifestProblem] = []
  }

  /// Reads a mapping; an unknown key is a problem.
  ///
  /// - Parameters:
  ///   - node: What should be a mapping.
  ///   - subject: What the mapping describes, for messages.
  ///   - known: Every key that it may have.
  ///   - collector: Where problems go.
  init(_ node: Node, of subject: String, known: [String], into collector: Collector) {
    self.node = node
    self.collector = collector
    guard let mapping = node.mapping else {
      let message = "\(subject) must be a mapping of keys to values, found \(node.kindName)"
      collector.problems.append(node.problem(message))
      values = [:]
      return
    }
    var values: [String: Node] = [:]
    for (key, value) in mapping {
      let name = key.scalar?.string ?? ""
      if known.contains(name) {
        values[name] = value
      } else {
        let hint = Suggestion.nearest(to: name, among: known).map { "did you mean “\($0)”?" }
        let other = "known are \(known.joined(separator: ", "))"
        collector.problems.append(
          key.problem("unknown key “\(name)” in \(subject); \(hint ?? other)"))
      }
    }
    self.values = values
  }

  /// The names of the keys that are present.
  var names: Set<String> { Set(values.keys) }

  func has(_ key: String) -> Bool { values[key] != nil }

  /// The node of a key; nil if it is absent.
  func node(_ key: String) -> Node? { values[key] }

  /// A key's value; nil if it is absent or wrong.
  func read<Value>(_ key: String, _ decoder: NodeDecoder<Value>) -> Value? {
    guard let node = values[key] else { return nil }
    do {
      return try decoder.decode(node)
    } catch {
      collector.problems.append(error)
      return nil
    }
  }

  /// Replaces a value by that of a key, if the key is there and right.
  func read<Value>(_ key: String, _ decoder: NodeDecoder<Value>, into value: inout Value) {
    if let found = read(key, decoder) { value = found }
  }

  func read<Value>(_ key: String, _ decoder: NodeDecoder<Value>, into value: inout Value?) {
    if let found = read(key, decoder) { value = found }
  }

  /// A key's value; its absence is a problem.
  func require<Value>(_ key: String, _ decoder: NodeDecoder<Value>) -> Value? {
    if !has(key) { report("“\(key)” is missing") }
    return read(key, decoder)
  }

  /// A mapping inside this one; nil if the key is absent.
  func fields(_ key: String, of subject: String, known: [String]) -> Fields? {
    values[key].map { Fields($0, of: subject, known: known, into: collector) }
  }

  /// Adds a problem at a key, or at the mapping itself.
  func report(_ message: String, at key: String? = nil) {
    let place = key.flatMap { values[$0] } ?? node
    collector.problems.append(place.problem(message))
  }
}
