internal import Net
internal import _Concurrency

// What of a response has to wait, for the client or for who makes it.

extension ServerConnection {
  /// Does what is left to do.
  @inline(never)
  func finishResponse() async {
    let content = content
    if rest == .body {
      let body = body
      self.body = .empty
      await write(body, after: content, hasChunks: hasChunks)
    }
    rest = .nothing
    // Who still reads would have parts of it, and bytes of what follows.
    content?.end()
    if let content, isPersistent, !content.isAtEnd {
      isPersistent = await content.drain(atMost: limits.drain)
    }
  }

  func breakOff() {
    isPersistent = false
    isBroken = true
    stream.abort()
  }

  /// Writes what follows a head, with the head, which is in the buffer.
  func write(
    _ body: ResponseBody, after content: IncomingContent?, hasChunks: Bool
  ) async {
    do throws(HTTPError) {
      switch body {
      case .empty: break
      case .text(let text):
        try await write(Self.content(text), 0..<text.utf8CodeUnitCount)
      case .bytes(let bytes): try await write(bytes)
      case .pieces(let pieces):
        for piece in pieces {
          switch piece {
          case .bytes(let bytes): try await write(bytes)
          case .part(let content, let range): try await write(content, range)
          }
        }
      case .stream(let count, let produce):
        let head = output
        output = []
        let sink = ResponseStream(
          stream, head: head, after: content, byteCount: count, hasChunks: hasChunks,
          stallLimit: server.writeNanoseconds)
        try await produce(sink)
        try await sink.finish()
      case .upgrade(let run):
        try await flush()
        output = []
        await run(source)
      }
      try await flush()
    } catch {
      breakOff()
    }
    // Thousands of connections may be kept whose clients have nothing to ask for.
    output = []
  }

  /// Sends the buffer.
  private func flush() async throws(HTTPError) {
    guard !output.isEmpty else { return }
    try await stream.write(output, within: server.writeNanoseconds)
    output.removeAll(keepingCapacity: true)
  }

  /// Writes bytes that are in memory already: few are put into the buffer, others sent from there.
  private func write(_ bytes: [UInt8]) async throws(HTTPError) {
    let isMuch = bytes.count > MessageSource.scarceByteCount
    if isMuch || output.count > MessageSource.scarceByteCount { try await flush() }
    if isMuch {
      try await stream.write(bytes, within: server.writeNanoseconds)
    } else {
      output += bytes
    }
  }

  /// Puts a range of a content into the buffer, which is sent whenever it is full.
  private func write(_ content: Content, _ range: Range<Int>) async throws(HTTPError) {
    var start = range.lowerBound
    while start < range.upperBound {
      // Memory for more is asked for, as many connections may have to wait at once.
      let most = max(source.partByteCount, min(output.capacity, MessageSource.readByteCount))
      if output.count >= most { try await flush() }
      let end = min(start + most - output.count, range.upperBound)
      content.append(start..<end, &output)
      start = end
    }
  }

  /// Constant text, which is in no array.
  private static func content(_ text: StaticString) -> Content {
    Content(byteCount: text.utf8CodeUnitCount, type: "") { range, buffer in
      // Safe: the bytes of a static string live as long as the program, and the range is of them.
      unsafe buffer.append(
        contentsOf: UnsafeBufferPointer(
          start: text.utf8Start + range.lowerBound, count: range.count))
    }
  }
}
