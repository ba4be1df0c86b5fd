internal import Net
internal import _Concurrency

// What of a response has to wait, for the client or for who makes it.

extension ServerConnection {
  /// Does what is left to do.
  @inline(never)
  func finishResponse() async {
    let content = content
    switch rest {
    case .body:
      let body = body
      self.body = .empty
      await write(body, after: content, hasChunks: hasChunks)
    case .output: await writeOutput()
    case .content, .nothing: break
    }
    rest = .nothing
    if let content, isPersistent, !content.isAtEnd {
      isPersistent = await content.drain(atMost: limits.drain)
    }
  }

  /// Sends the buffer.
  func writeOutput() async {
    do throws(HTTPError) {
      try await stream.write(output, within: server.writeNanoseconds)
    } catch {
      breakOff()
    }
  }

  func breakOff() {
    isPersistent = false
    isBroken = true
    stream.abort()
  }

  /// Writes what follows a head, with the head, which is in the buffer.
  private func write(
    _ body: ResponseBody, after content: IncomingContent?, hasChunks: Bool
  ) async {
    do throws(HTTPError) {
      switch body {
      case .empty, .text, .bytes: break
      case .pieces(let pieces):
        for piece in pieces { try await write(piece) }
        if !output.isEmpty { try await stream.write(output, within: server.writeNanoseconds) }
      case .stream(let count, let produce):
        let sink = ResponseStream(
          stream, head: output, after: content, byteCount: count, hasChunks: hasChunks,
          stallLimit: server.writeNanoseconds)
        try await produce(sink)
        try await sink.finish()
      case .upgrade(let run):
        try await stream.write(output, within: server.writeNanoseconds)
        await run(source)
      }
    } catch {
      breakOff()
    }
  }

  /// Adds a piece to the buffer, which is sent when it is large.
  private func write(_ piece: ResponseBody.Piece) async throws(HTTPError) {
    switch piece {
    case .bytes(let bytes): output += bytes
    case .part(let content, let range):
      var start = range.lowerBound
      while start < range.upperBound {
        let end = min(start + MessageSource.readByteCount, range.upperBound)
        content.append(start..<end, &output)
        start = end
        if start < range.upperBound {
          try await stream.write(output, within: server.writeNanoseconds)
          output.removeAll(keepingCapacity: true)
        }
      }
    }
  }
}
