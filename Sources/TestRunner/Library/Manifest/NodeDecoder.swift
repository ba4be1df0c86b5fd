internal import Machine
internal import Yams

/// A way to turn one node of YAML into a value.
struct NodeDecoder<Value> {
  let decode: (Node) throws(ManifestProblem) -> Value

  init(_ decode: @escaping (Node) throws(ManifestProblem) -> Value) {
    self.decode = decode
  }

  /// The same, followed by a check or conversion that may refuse with a message.
  func then<Result>(_ convert: @escaping (Value) -> Outcome<Result>) -> NodeDecoder<Result> {
    NodeDecoder<Result> { node throws(ManifestProblem) in
      switch convert(try decode(node)) {
      case .value(let value): return value
      case .problem(let message): throw node.problem(message)
      }
    }
  }

  /// What a conversion made of a value.
  enum Outcome<Result> {
    case value(Result)
    /// A message for the user, as a fragment without a capital.
    case problem(String)
  }
}

extension Node {
  /// A problem at this node's place.
  func problem(_ message: String) -> ManifestProblem {
    ManifestProblem(line: mark?.line ?? 1, column: mark?.column ?? 1, message: message)
  }

  /// What a person calls this kind of node.
  var kindName: String {
    if mapping != nil { return "a mapping" }
    if sequence != nil { return "a list" }
    return "“\(scalar?.string ?? "")”"
  }
}

extension NodeDecoder where Value == String {
  /// Any scalar, as it is written.
  static var text: NodeDecoder {
    NodeDecoder { node throws(ManifestProblem) in
      guard let scalar = node.scalar else {
        throw node.problem("expected text, found \(node.kindName)")
      }
      // A key with nothing behind it is more often forgotten than meant; `""` says it is meant.
      if scalar.string.isEmpty && scalar.style == .plain {
        throw node.problem("nothing stands here")
      }
      return scalar.string
    }
  }

  /// A regular expression, checked but kept as text.
  static var pattern: NodeDecoder {
    text.then { text in
      do {
        _ = try Regex(text)
        return .value(text)
      } catch {
        return .problem("not a regular expression: \(error)")
      }
    }
  }

  /// An IPv4 address in dotted decimal.
  static var address: NodeDecoder {
    text.then { text in
      let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count == 4, parts.allSatisfy({ UInt8($0) != nil && $0.count <= 3 }) else {
        return .problem("expected an IPv4 address such as 10.0.0.42, found “\(text)”")
      }
      return .value(text)
    }
  }
}

extension NodeDecoder where Value == BootMedium {
  /// Firmware and the format of a disk, such as `ovmf:qcow2`.
  static var medium: NodeDecoder {
    NodeDecoder<String>.text.then { text in
      guard let medium = BootMedium(text) else {
        return .problem("expected \(BootMedium.syntax), found “\(text)”")
      }
      return .value(medium)
    }
  }
}

extension NodeDecoder where Value == Bool {
  /// Yes or no, in YAML's spellings.
  static var flag: NodeDecoder {
    NodeDecoder<String>.text.then { text in
      switch text.lowercased() {
      case "true", "yes", "on": .value(true)
      case "false", "no", "off": .value(false)
      default: .problem("expected true or false, found “\(text)”")
      }
    }
  }
}

extension NodeDecoder where Value == Duration {
  static var duration: NodeDecoder {
    NodeDecoder<String>.text.then { text in
      guard let duration = DurationText.parse(text) else {
        return .problem("expected a duration such as 500ms or 10s, found “\(text)”")
      }
      return .value(duration)
    }
  }
}

extension NodeDecoder where Value == Duration {
  /// A duration in which something can happen: of none nothing could be said.
  static var span: NodeDecoder {
    duration.then { $0 > .zero ? .value($0) : .problem("expected some time, found none") }
  }
}

extension NodeDecoder where Value: FixedWidthInteger {
  /// A whole number within a range.
  static func integer(_ range: ClosedRange<Value>) -> NodeDecoder {
    NodeDecoder<String>.text.then { text in
      guard let number = Value(text.filter { $0 != "_" }), range.contains(number) else {
        let limits = "\(range.lowerBound) to \(range.upperBound)"
        return .problem("expected a whole number from \(limits), found “\(text)”")
      }
      return .value(number)
    }
  }
}

extension NodeDecoder where Value == [UInt8] {
  /// The bytes of a text, in UTF-8.
  static var bytes: NodeDecoder {
    NodeDecoder<String>.text.then { .value(Array($0.utf8)) }
  }

  /// Bytes written as pairs of hexadecimal digits; blanks between them do not matter.
  static var hexadecimal: NodeDecoder {
    NodeDecoder<String>.text.then { text in
      let digits = text.filter { !$0.isWhitespace }.map { $0.hexDigitValue }
      guard digits.count.isMultiple(of: 2), !digits.contains(nil) else {
        return .problem("expected pairs of hexadecimal digits, found “\(text)”")
      }
      let values = digits.compactMap { $0 }
      return .value(
        stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] * 16 + values[$0 + 1]) })
    }
  }
}

extension NodeDecoder where Value: RawRepresentable<String> & CaseIterable {
  /// One of the spellings of an enumeration.
  static func oneOf(_ choices: Value.Type) -> NodeDecoder {
    NodeDecoder<String>.text.then { text in
      if let choice = Value(rawValue: text) { return .value(choice) }
      let known = Value.allCases.map(\.rawValue)
      let hint = Suggestion.nearest(to: text, among: known).map { "; did you mean “\($0)”?" }
      return .problem("“\(text)” is none of \(known.joined(separator: ", "))\(hint ?? "")")
    }
  }
}

extension NodeDecoder {
  /// A list of values; a single value counts as a list of one.
  static func list<Element>(of element: NodeDecoder<Element>) -> NodeDecoder
  where Value == [Element] {
    NodeDecoder { node throws(ManifestProblem) in
      guard let sequence = node.sequence else { return [try element.decode(node)] }
      var values: [Element] = []
      for item in sequence { values.append(try element.decode(item)) }
      return values
    }
  }
}

extension NodeDecoder where Value == [String] {
  /// Words: a list of them, or one text with blanks between them.
  static var words: NodeDecoder {
    NodeDecoder { node throws(ManifestProblem) in
      let texts = try NodeDecoder.list(of: .text).decode(node)
      guard node.sequence == nil else { return texts }
      return texts.flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
    }
  }
}
