/// Writes the head of a response.
///
/// Source: RFC 9112, sections 4 to 6; RFC 9110, section 8.6 for the length.
struct ResponseHeadWriter {
  /// Whether the client speaks version 1.1.
  var isVersion11 = true
  /// Whether the connection may be used for a further request.
  var isPersistent = true
  /// The field `Date` with its line end; empty if nobody knows the date.
  var date: [UInt8] = []

  /// How a content of unknown length is sent.
  ///
  /// Version 1.0 has no chunks: the content ends with the connection.
  var hasChunks: Bool { isVersion11 }

  /// Adds the head of a response to a buffer.
  @_optimize(speed)
  func append(_ response: Response, to bytes: inout [UInt8]) {
    appendStatus(response.status, to: &bytes)
    bytes += date
    if let type = response.type {
      bytes.append("Content-Type: ")
      bytes.append(type)
      bytes.append("\r\n")
    }
    if !response.fields.isEmpty { bytes += response.fields }
    appendFraming(response, to: &bytes)
    if case .upgrade = response.body {
      bytes.append("Connection: Upgrade\r\n")
    } else if !isPersistent {
      bytes.append("Connection: close\r\n")
    } else if !isVersion11 {
      bytes.append("Connection: keep-alive\r\n")
    }
    bytes.append("\r\n")
  }

  /// Adds the first line.
  @_optimize(speed)
  private func appendStatus(_ status: Status, to bytes: inout [UInt8]) {
    if status == .ok {
      bytes.append("HTTP/1.1 200 OK\r\n")
      return
    }
    bytes.append("HTTP/1.1 ")
    bytes.append(decimal: Int(status.rawValue), width: 3)
    bytes.append(ASCII.space)
    bytes.append(status.reason)
    bytes.append("\r\n")
  }

  /// Adds what says where the content ends.
  @_optimize(speed)
  private func appendFraming(_ response: Response, to bytes: inout [UInt8]) {
    if response.status.forbidsContent { return }
    if let count = response.body.byteCount {
      bytes.append("Content-Length: ")
      bytes.append(decimal: count)
      bytes.append("\r\n")
    } else if hasChunks {
      bytes.append("Transfer-Encoding: chunked\r\n")
    }
  }
}
