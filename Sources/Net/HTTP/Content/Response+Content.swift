extension Response {
  /// Answers a request with a content: all of it, parts of it, or none, as the request's conditions
  /// and ranges say.
  ///
  /// Several ranges are answered as `multipart/byteranges`; more than 16, and such as together are
  /// longer than the content, with the whole.
  ///
  /// Source: RFC 9110, sections 13 and 14.
  ///
  /// - Parameters:
  ///   - content: The content.
  ///   - request: What is answered.
  /// - Returns: The response.
  public static func content(_ content: Content, for request: Request) -> Response {
    let isRead = request.method == .get || request.method == .head
    let (tag, modified) = (content.entityTag, content.lastModified)
    switch Precondition(request.fields, isRead: isRead, tag: tag, modified: modified) {
    case .failed: return Response(.preconditionFailed)
    case .notModified: return Response(.notModified).describing(content)
    case .holds: break
    }
    let whole = Response(
      .ok, type: content.type, body: .pieces([.part(content, 0..<content.byteCount)]))
    guard request.method == .get, let range = request.fields.range(of: "range"),
      Precondition.rangeApplies(request.fields, tag: tag, modified: modified)
    else { return whole.describing(content) }
    switch RangeRequest(request.fields.bytes.raw, range, size: content.byteCount) {
    case .whole: return whole.describing(content)
    case .unsatisfiable:
      var response = Response(.rangeNotSatisfiable)
      response.add("Content-Range", contentRange(nil, of: content.byteCount))
      return response
    case .parts(let ranges) where ranges.count == 1:
      var response = Response(
        .partialContent, type: content.type, body: .pieces([.part(content, ranges[0])]))
      response.add("Content-Range", contentRange(ranges[0], of: content.byteCount))
      return response.describing(content)
    case .parts(let ranges): return multipart(ranges, of: content).describing(content)
    }
  }

  /// A response of several parts.
  ///
  /// Source: RFC 9110, section 14.6.
  private static func multipart(_ ranges: [Range<Int>], of content: Content) -> Response {
    var pieces: [ResponseBody.Piece] = []
    for range in ranges {
      var head = [UInt8]("\r\n--" as StaticString)
      head.append(boundary)
      head.append("\r\nContent-Type: ")
      head.append(content.type)
      head.append("\r\nContent-Range: ")
      head += contentRange(range, of: content.byteCount)
      head.append("\r\n\r\n")
      pieces.append(.bytes(head))
      pieces.append(.part(content, range))
    }
    var end = [UInt8]("\r\n--" as StaticString)
    end.append(boundary)
    end.append("--\r\n")
    pieces.append(.bytes(end))
    var response = Response(.partialContent, body: .pieces(pieces))
    var type = [UInt8]("multipart/byteranges; boundary=" as StaticString)
    type.append(boundary)
    response.add("Content-Type", type)
    return response
  }

  /// What separates parts.
  ///
  /// A content that has it in it would be read wrongly, which is as likely as two equal random
  /// numbers of 128 bits.
  private static var boundary: StaticString { "swiftlet-8c1f0b97d2e64a35b0c94f7e61ad283b" }

  /// The value of `Content-Range`.
  private static func contentRange(_ range: Range<Int>?, of size: Int) -> [UInt8] {
    var value = [UInt8]("bytes " as StaticString)
    if let range {
      value.append(decimal: range.lowerBound)
      value.append(ASCII.minus)
      value.append(decimal: range.upperBound - 1)
    } else {
      value.append(ASCII.asterisk)
    }
    value.append(ASCII.slash)
    value.append(decimal: size)
    return value
  }

  /// The same response with the fields that tell a content's state.
  private func describing(_ content: Content) -> Response {
    var response = self
    response.add("Accept-Ranges", "bytes")
    if let tag = content.entityTag {
      var value: [UInt8] = []
      tag.append(to: &value)
      response.add("ETag", value)
    }
    if let modified = content.lastModified {
      var value: [UInt8] = []
      HTTPDate.append(modified, to: &value)
      response.add("Last-Modified", value)
    }
    return response
  }
}
