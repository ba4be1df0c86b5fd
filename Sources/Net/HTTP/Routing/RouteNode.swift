/// A place in the tree of routes: what may follow a part of a path, and who answers here.
@safe
final class RouteNode: @unchecked Sendable {
  /// The parts that are spelled out, and what comes after each.
  private var literals: [(text: StaticString, range: Range<Int>, node: RouteNode)] = []
  /// What comes after a part that may be anything.
  private var parameter: RouteNode?
  /// Who answers whatever comes here, with all parts after it.
  private var rest: RouteNode?
  private var handlers: [(method: Method, handler: Handler)] = []

  /// Adds a route below this node.
  ///
  /// - Parameters:
  ///   - pattern: The pattern; `:` begins a part that may be anything, `*` the end that may be.
  ///   - start: Where the part begins that is to be added.
  ///   - method: The method.
  ///   - handler: Who answers.
  /// - Returns: How many parts the pattern leaves open.
  func add(
    _ pattern: StaticString, from start: Int, _ method: Method, _ handler: @escaping Handler
  ) -> Int {
    // Safe: the bytes of a static string live as long as the program.
    let text = unsafe UnsafeBufferPointer(
      start: pattern.utf8Start, count: pattern.utf8CodeUnitCount)
    guard start < text.count else {
      precondition(!handlers.contains { $0.method == method }, "a route is there twice")
      handlers.append((method, handler))
      return 0
    }
    let end = unsafe text[start...].firstIndex(of: ASCII.slash) ?? text.count
    // A slash at the end has an empty part after it.
    let next = end == text.count ? end : end + 1
    let hasEmptyEnd = end + 1 == text.count
    let node: RouteNode
    var open = 0
    switch end > start ? unsafe text[start] : 0 {
    case ASCII.colon:
      node = parameter ?? RouteNode()
      parameter = node
      open = 1
    case ASCII.asterisk:
      precondition(end == text.count, "a star must be the last part")
      node = rest ?? RouteNode()
      rest = node
      open = 1
    default: node = literal(pattern, start..<end)
    }
    let below = hasEmptyEnd ? node.literal(pattern, end..<end) : node
    return open + below.add(pattern, from: next, method, handler)
  }

  /// The node after a part that is spelled out; made if there is none.
  private func literal(_ pattern: StaticString, _ range: Range<Int>) -> RouteNode {
    for (text, other, node) in literals where other.count == range.count {
      // Safe: both ranges lie inside their texts.
      let isEqual = (0..<range.count).allSatisfy {
        unsafe text.utf8Start[other.lowerBound + $0] == pattern.utf8Start[range.lowerBound + $0]
      }
      if isEqual { return node }
    }
    let node = RouteNode()
    literals.append((pattern, range, node))
    return node
  }

  /// Finds who answers a path.
  ///
  /// A part that is spelled out goes before one that may be anything, and that before a star.
  ///
  /// - Parameters:
  ///   - bytes: What the path lies in.
  ///   - path: What is left of it.
  ///   - isWhole: Whether nothing is left, not even an empty part.
  ///   - isEncoded: Whether there may be characters written with `%`.
  ///   - parameters: Gets the parts that the route leaves open.
  /// - Returns: The node, which has handlers; nil if there is none.
  @_optimize(speed)
  func find(
    _ bytes: RawSpan, _ path: Range<Int>, isWhole: Bool, isEncoded: Bool,
    _ parameters: inout [ByteRange]
  ) -> RouteNode? {
    if isWhole, !handlers.isEmpty { return self }
    if !isWhole {
      var end = path.lowerBound
      while end < path.upperBound, bytes[end] != ASCII.slash { end &+= 1 }
      let part = path.lowerBound..<end
      let isLast = end == path.upperBound
      let after = (isLast ? end : end &+ 1)..<path.upperBound
      for literal in literals where Self.matches(literal, bytes, part, isEncoded) {
        if let found = literal.node.find(
          bytes, after, isWhole: isLast, isEncoded: isEncoded, &parameters)
        {
          return found
        }
      }
      if let parameter, !part.isEmpty {
        parameters.append(ByteRange(part))
        if let found = parameter.find(
          bytes, after, isWhole: isLast, isEncoded: isEncoded, &parameters)
        {
          return found
        }
        parameters.removeLast()
      }
    }
    guard let rest else { return nil }
    parameters.append(ByteRange(path))
    return rest
  }

  @inline(__always)
  private static func matches(
    _ literal: (text: StaticString, range: Range<Int>, node: RouteNode), _ bytes: RawSpan,
    _ part: Range<Int>, _ isEncoded: Bool
  ) -> Bool {
    if isEncoded { return matchesEncoded(literal.text, literal.range, bytes, part) }
    guard part.count == literal.range.count else { return false }
    for index in 0..<part.count {
      // Safe: the range lies inside the text.
      guard
        unsafe bytes[part.lowerBound &+ index]
          == literal.text.utf8Start[literal.range.lowerBound &+ index]
      else { return false }
    }
    return true
  }

  private static func matchesEncoded(
    _ text: StaticString, _ range: Range<Int>, _ bytes: RawSpan, _ part: Range<Int>
  ) -> Bool {
    guard let decoded = PercentCoding.decode(bytes, part), decoded.count == range.count else {
      return false
    }
    // Safe: the range lies inside the text.
    return (0..<range.count).allSatisfy {
      unsafe decoded[$0] == text.utf8Start[range.lowerBound + $0]
    }
  }

  /// Who answers a method.
  ///
  /// Who answers GET answers HEAD, too: the server leaves the content out.
  @_optimize(speed)
  func handler(for method: Method) -> Handler? {
    for entry in handlers where entry.method == method { return entry.handler }
    return method == .head ? handler(for: .get) : nil
  }

  /// The methods that are answered here, as the value of `Allow`.
  var allowed: [UInt8] {
    var value: [UInt8] = []
    let hasOptions = handlers.contains { $0.method == .options }
    for index in Method.all.indices {
      let method = Method.all[index]
      guard handler(for: method) != nil || method == .options && !hasOptions else { continue }
      if !value.isEmpty { value.append(", ") }
      value.append(method.name)
    }
    return value
  }
}
