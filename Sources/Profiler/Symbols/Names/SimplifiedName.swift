/// Shortens a demangled name for reports: `closure #1 in Service.start(_:)`.
///
/// Modules, types of parameters and results, private discriminators and the compiler's remarks on
/// how it specialised or split the function are left out, much as in `swift demangle --simplified`.
///
/// - Parameter name: A name as `demangled` gives it.
/// - Returns: The short form; the name itself if it has none.
public func simplified(_ name: String) -> String {
  let whole = NameText(Array(name.utf8))
  let text = NameText(SimplifiedName.withoutDiscriminators(whole))
  let end = text.find(" with unmangled suffix ", in: text.all)?.lowerBound ?? text.bytes.count
  var simplified = SimplifiedName(text)
  simplified.addEntity(0..<end)
  return simplified.bytes.isEmpty ? name : String(decoding: simplified.bytes, as: UTF8.self)
}

/// The short form of a name in the making.
struct SimplifiedName {
  private(set) var bytes: [UInt8] = []
  private let text: NameText

  /// Starts with an empty short form.
  init(_ text: NameText) {
    self.text = text
  }

  /// Adds a function, a closure, or what was made for one.
  mutating func addEntity(_ range: Range<Int>) {
    let range = withoutRemarks(range)
    if text.begins(range, with: "protocol witness for "),
      let conformance = text.find(" in conformance ", in: range)
    {
      add("protocol witness for ")
      addEntity(range.lowerBound + 21..<conformance.lowerBound)
      add(" in conformance ")
      let type = conformance.upperBound..<range.upperBound
      addPath(type.lowerBound..<(text.find(" : ", in: type)?.lowerBound ?? type.upperBound))
    } else if let remark = endOfPurpose(range) {
      add(range.lowerBound..<remark)
      addEntity(remark..<range.upperBound)
    } else if let place = text.find(" in ", in: range, atDepthZero: true) {
      // A closure or a local function, and where it is.
      addFunction(range.lowerBound..<place.lowerBound)
      add(" in ")
      addEntity(place.upperBound..<range.upperBound)
    } else {
      addFunction(range)
    }
  }

  /// Takes away the discriminators of private names: `(name in _0123…)`, `.(in _0123…)`.
  static func withoutDiscriminators(_ text: NameText) -> [UInt8] {
    var result: [UInt8] = []
    var done = 0
    while let place = text.find("in _", in: done..<text.bytes.count) {
      let identity = place.upperBound..<text.identifierEnd(in: place.upperBound..<text.bytes.count)
      result += text.bytes[done..<place.lowerBound]
      done = place.lowerBound
      guard identity.count == 32, text.begins(identity.upperBound..<text.bytes.count, with: ")"),
        let bracket = result.lastIndex(of: UInt8(ascii: "("))
      else {
        result += text.bytes[done..<place.upperBound]
        done = place.upperBound
        continue
      }
      // The bracket goes; so does the space after the name, or the dot before no name.
      let isNamed = bracket < result.count - 1
      result.remove(at: bracket)
      if isNamed || result.last == UInt8(ascii: ".") { result.removeLast() }
      done = identity.upperBound + 1
    }
    return result + text.bytes[done...]
  }
}

extension SimplifiedName {
  /// Takes away remarks that tell how the compiler made a function, not what it is.
  private func withoutRemarks(_ range: Range<Int>) -> Range<Int> {
    for remark in [
      "merged ", "partial apply forwarder for ", "async function pointer to ", "@objc ",
    ] as [StaticString] where text.begins(range, with: remark) {
      return withoutRemarks(range.lowerBound + remark.utf8CodeUnitCount..<range.upperBound)
    }
    // "(3) suspend resume partial function for", "generic specialization <Swift.Int> of" and alike.
    if text.begins(range, with: "("),
      let remark = text.find(" resume partial function for ", in: range)
    {
      return withoutRemarks(remark.upperBound..<range.upperBound)
    }
    let inlined: StaticString = "inlined generic function <"
    if text.begins(range, with: inlined),
      let end = text.bracketEnd(at: range.lowerBound + inlined.utf8CodeUnitCount - 1),
      text.begins(end..<range.upperBound, with: " of ")
    {
      return withoutRemarks(end + 4..<range.upperBound)
    }
    if let word = text.find(" specialization <", in: range),
      isRemark(range.lowerBound..<word.lowerBound),
      let end = text.bracketEnd(at: word.upperBound - 1),
      text.begins(end..<range.upperBound, with: " of ")
    {
      return withoutRemarks(end + 4..<range.upperBound)
    }
    return range
  }

  /// The end of words such as "default argument 0 of " or "one-time initialization function for ".
  private func endOfPurpose(_ range: Range<Int>) -> Int? {
    for preposition in [" of ", " for "] as [StaticString] {
      guard let word = text.find(preposition, in: range) else { continue }
      if isRemark(range.lowerBound..<word.lowerBound) { return word.upperBound }
    }
    return nil
  }

  /// Whether a stretch is words of the demangler's: lower case, digits, hyphens.
  private func isRemark(_ range: Range<Int>) -> Bool {
    text.bytes[range].allSatisfy { byte in
      switch byte {
      case 0x61...0x7a, 0x30...0x39, 0x20, 0x2d: true
      default: false
      }
    }
  }

  /// Adds the name and the signature of a function, a closure or a variable.
  private mutating func addFunction(_ range: Range<Int>) {
    if text.begins(range, with: "closure #") || text.begins(range, with: "implicit closure #"),
      let number = text.find("#", in: range)
    {
      add(range.lowerBound..<text.identifierEnd(in: number.upperBound..<range.upperBound))
      return
    }
    if text.begins(range, with: "static ") {
      add("static ")
      addFunction(range.lowerBound + 7..<range.upperBound)
      return
    }
    var end = range.upperBound
    for tail in [" -> ", " : ", " async", " throws"] as [StaticString] {
      end = text.find(tail, in: range.lowerBound..<end, atDepthZero: true)?.lowerBound ?? end
    }
    let head = range.lowerBound..<end
    guard
      let list = text.lastBracket(in: head), text.bytes[list] == UInt8(ascii: "("),
      text.bracketEnd(at: list) == end
    else {
      addPath(head)
      return
    }
    addPath(head.lowerBound..<list)
    addLabels(of: list + 1..<end - 1)
  }

  /// Adds the labels of a list of parameters, each with its colon, in brackets.
  private mutating func addLabels(of parameters: Range<Int>) {
    add("(")
    for parameter in parameters.isEmpty ? [] : text.splitAtCommas(parameters) {
      let end = text.identifierEnd(in: parameter)
      if end > parameter.lowerBound, text.begins(end..<parameter.upperBound, with: ":") {
        add(parameter.lowerBound..<end)
      } else {
        add("_")
      }
      add(":")
    }
    add(")")
  }

  /// Adds names of types and contexts, without modules, whatever stands between them.
  private mutating func addPath(_ range: Range<Int>) {
    var index = range.lowerBound
    while index < range.upperBound {
      let rest = index..<range.upperBound
      if text.begins(rest, with: "(extension in "), let colon = text.find(":", in: rest) {
        index = colon.upperBound
      } else if text.begins(rest, with: "<"), let end = text.bracketEnd(at: index) {
        addGenericArguments(index + 1..<end - 1)
        index = end
      } else if NameText.isIdentifier(text.bytes[index]) {
        index = addName(rest)
      } else {
        bytes.append(text.bytes[index])
        index += 1
      }
    }
  }

  /// Adds generic arguments without what is demanded of them.
  private mutating func addGenericArguments(_ range: Range<Int>) {
    add("<")
    if !text.begins(range, with: "where "), !text.begins(range, with: " where ") {
      let demand = text.find(" where ", in: range, atDepthZero: true)
      addPath(range.lowerBound..<(demand?.lowerBound ?? range.upperBound))
    }
    add(">")
  }

  /// Adds the identifier that begins a stretch, or the one after it if it is a module.
  ///
  /// - Returns: The index after what has been dealt with.
  private mutating func addName(_ range: Range<Int>) -> Int {
    let end = text.identifierEnd(in: range)
    let isFirst = bytes.last != UInt8(ascii: ".")
    let isQualified = text.begins(end..<range.upperBound, with: ".")
    guard isFirst, isQualified, !isGenericParameter(range.lowerBound..<end) else {
      add(range.lowerBound..<end)
      return end
    }
    let next = text.identifierEnd(in: end + 1..<range.upperBound)
    add(end + 1..<next)
    return next
  }

  /// Whether an identifier is one of the demangler's names for generic parameters: A, B1.
  private func isGenericParameter(_ range: Range<Int>) -> Bool {
    let name = text.bytes[range]
    guard let first = name.first, 0x41...0x5a ~= first else { return false }
    return name.dropFirst().allSatisfy { 0x30...0x39 ~= $0 }
  }

  private mutating func add(_ range: Range<Int>) {
    bytes += text.bytes[range]
  }

  private mutating func add(_ text: StaticString) {
    text.withUTF8Buffer { bytes += $0 }
  }
}
