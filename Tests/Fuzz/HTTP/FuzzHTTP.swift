internal import FuzzSupport

@testable internal import HTTP

/// What a parser makes of bytes.
private enum Finding<Value: Equatable>: Equatable {
  /// A whole head, and where it ends.
  case whole(Value, end: Int)
  case wrong(MessageError)
  case unfinished
}

/// Heads and contents, each read in pieces of two sizes: what is found must not depend on that.
@c(fuzz_HTTP)
public func fuzzHTTP(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var input = FuzzInput(start, count)
  let choice = input.byte()
  let step = max(Int(input.byte() % 32), 1)
  let length = Int(input.byte())
  let limits = limits(small: choice & 0x80 != 0)
  let bytes = input.rest
  switch choice & 3 {
  case 0: checkRequest(bytes, step, limits)
  case 1:
    require(
      response(bytes, step, limits) == response(bytes, .max, limits), "a response is cut otherwise")
  case 2: checkContent(.chunked, bytes, step, limits)
  default: checkContent(choice & 4 == 0 ? .length(length) : .untilClose, bytes, step, limits)
  }
  return 0
}

private func limits(small: Bool) -> MessageLimits {
  var limits = MessageLimits()
  guard small else { return limits }
  limits.startLine = 40
  limits.fields = 80
  limits.fieldCount = 4
  limits.content = 60
  limits.chunkExtensions = 8
  limits.trailers = 20
  return limits
}

// MARK: Requests

private func checkRequest(_ bytes: [UInt8], _ step: Int, _ limits: MessageLimits) {
  let found = request(bytes, from: 0, step, limits)
  require(found == request(bytes, from: 0, .max, limits), "a request is cut otherwise")
  var parser = RequestParser(limits: limits)
  parser.begin(at: 0)
  guard parser.takeWhole(bytes.span.bytes) else { return }
  guard case .whole(_, let end) = found else { fatalError("a head that is none") }
  require(taken(&parser, bytes) == found, "the short way finds another head")
  // The same fields once more, which are known by then.
  let twice = Array(bytes[..<end] + bytes[..<end])
  parser.begin(at: end)
  guard parser.takeWhole(twice.span.bytes) else { fatalError("the same head is refused") }
  require(
    taken(&parser, twice) == request(twice, from: end, .max, limits), "what is known is wrong")
}

/// What the short way has found, its fields in the table.
private func taken(_ parser: inout RequestParser, _ bytes: [UInt8]) -> Finding<RequestHead> {
  parser.head.fields.index(bytes.span.bytes)
  return .whole(parser.head, end: parser.end)
}

private func request(
  _ bytes: [UInt8], from start: Int, _ step: Int, _ limits: MessageLimits
) -> Finding<RequestHead> {
  var parser = RequestParser(limits: limits)
  parser.begin(at: start)
  return read(bytes, from: start, step) { span throws(MessageError) in
    try parser.advance(over: span) ? (parser.head, parser.end) : nil
  }
}

// MARK: Responses

/// What a response says that its client acts on.
private struct Answer: Equatable {
  let status: UInt16
  let isPersistent: Bool
  let framing: ContentFraming
  let fields: FieldSection
}

private func response(
  _ bytes: [UInt8], _ step: Int, _ limits: MessageLimits
) -> Finding<Answer> {
  var parser = ResponseParser(at: 0, limits: limits)
  return read(bytes, from: 0, step) { span throws(MessageError) in
    guard try parser.advance(over: span) else { return nil }
    let answer = Answer(
      status: parser.status.rawValue, isPersistent: parser.isPersistent,
      framing: parser.framing(answering: .get), fields: parser.fields)
    return (answer, parser.end)
  }
}

/// Hands over ever more of the bytes.
private func read<Value: Equatable>(
  _ bytes: [UInt8], from start: Int, _ step: Int,
  _ advance: (RawSpan) throws(MessageError) -> (Value, Int)?
) -> Finding<Value> {
  var count = start
  do throws(MessageError) {
    repeat {
      count += min(step, bytes.count - count)
      if let (value, end) = try advance(bytes.span.bytes.extracting(first: count)) {
        return .whole(value, end: end)
      }
    } while count < bytes.count
  } catch {
    return .wrong(error)
  }
  return .unfinished
}

// MARK: Contents

/// What is found of a content.
private struct Found: Equatable {
  var bytes: [UInt8] = []
  var trailers: [UInt8] = []
  var error: MessageError?
  var end: Int?
}

private func checkContent(
  _ framing: ContentFraming, _ bytes: [UInt8], _ step: Int, _ limits: MessageLimits
) {
  var (few, all) = (
    content(framing, bytes, step, limits), content(framing, bytes, .max, limits)
  )
  if few.error != nil {
    // What came before it may have been handed out, or not.
    few.bytes = []
    all.bytes = []
  }
  require(few == all, "a content is cut otherwise")
}

private func content(
  _ framing: ContentFraming, _ bytes: [UInt8], _ step: Int, _ limits: MessageLimits
) -> Found {
  var decoder = ContentDecoder(framing, limits: limits)
  var (found, position, count) = (Found(), 0, 0)
  do throws(MessageError) {
    while true {
      switch try decoder.next(in: bytes.span.bytes.extracting(first: count), from: &position) {
      case .data(let range):
        require(!range.isEmpty, "a piece without bytes")
        found.bytes += bytes[range]
      case .end:
        found.end = position
        found.trailers = decoder.trailerBytes
        require(decoder.isAtEnd && found.bytes.count == decoder.count)
        return found
      case .needsMore:
        if count == bytes.count {
          try decoder.finish()
        } else {
          count += min(step, bytes.count - count)
        }
      }
    }
  } catch {
    found.error = error
  }
  return found
}
