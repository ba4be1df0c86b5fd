/// Writes the head of a response, with a short content.
///
/// Source: RFC 9112, sections 4 to 6; RFC 9110, section 8.6 for the length.
struct ResponseHeadWriter {
  /// Whether the client speaks version 1.1.
  var isVersion11 = true
  /// Whether the connection may be used for a further request.
  var isPersistent = true
  /// The field `Date` with its line end; empty if nobody knows the date.
  var date: [UInt8] = []

  /// More than all that is written but fields, type, date and content: the constant parts.
  private static var constantByteCount: Int { 256 }

  /// How a content of unknown length is sent.
  ///
  /// Version 1.0 has no chunks: the content ends with the connection.
  var hasChunks: Bool { isVersion11 }

  /// Adds the head of a response to a buffer, and perhaps the content.
  ///
  /// - Parameters:
  ///   - response: The response.
  ///   - content: What of the content goes with the head; nil if nothing does.
  ///   - bytes: The buffer.
  @_optimize(speed)
  func append(_ response: Response, with content: ResponseBody? = nil, to bytes: inout [UInt8]) {
    bytes.append(atMost: capacity(for: response, with: content)) {
      append(response, with: content, to: &$0)
    }
  }

  /// How many bytes there are at most of a head, and perhaps the content.
  @inline(__always)
  func capacity(for response: Response, with content: ResponseBody?) -> Int {
    Self.constantByteCount + date.count + response.fields.count
      + (response.type?.utf8CodeUnitCount ?? 0) + (content?.byteCount ?? 0)
  }

  /// Writes the head of a response, and perhaps the content, where there is room for it.
  @inline(__always)
  func append(_ response: Response, with content: ResponseBody?, to writer: inout ByteWriter) {
    appendStatus(response.status, to: &writer)
    writer.append(date)
    if let type = response.type {
      writer.append("Content-Type: ")
      writer.append(type)
      writer.append("\r\n")
    }
    if !response.fields.isEmpty { writer.append(response.fields) }
    appendFraming(response, to: &writer)
    if !isPersistent || !isVersion11 || response.body.isUpgrade {
      appendConnection(response, to: &writer)
    }
    writer.append("\r\n")
    switch content {
    case .text(let text): writer.append(text)
    case .bytes(let bytes): writer.append(bytes)
    default: break
    }
  }

  /// Adds the first line.
  @inline(__always)
  private func appendStatus(_ status: Status, to writer: inout ByteWriter) {
    if status == .ok {
      writer.append("HTTP/1.1 200 OK\r\n")
      return
    }
    writer.append("HTTP/1.1 ")
    writer.append(decimal: Int(status.rawValue))
    writer.append(" ")
    writer.append(status.reason)
    writer.append("\r\n")
  }

  /// Adds what says where the content ends.
  @inline(__always)
  private func appendFraming(_ response: Response, to writer: inout ByteWriter) {
    if response.status.forbidsContent { return }
    if let count = response.body.byteCount {
      writer.append("Content-Length: ")
      writer.append(decimal: count)
      writer.append("\r\n")
    } else if hasChunks {
      writer.append("Transfer-Encoding: chunked\r\n")
    }
  }

  /// Adds what becomes of the connection, where that is not what the version says.
  private func appendConnection(_ response: Response, to writer: inout ByteWriter) {
    if response.body.isUpgrade {
      writer.append("Connection: Upgrade\r\n")
    } else if !isPersistent {
      writer.append("Connection: close\r\n")
    } else {
      writer.append("Connection: keep-alive\r\n")
    }
  }
}
