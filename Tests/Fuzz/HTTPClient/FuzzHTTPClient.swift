internal import FuzzSupport
internal import HTTP
internal import Net

/// What a server sends, in pieces of two sizes: what a client makes of it must not depend on that.
@c(fuzz_HTTPClient)
public func fuzzHTTPClient(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var input = FuzzInput(start, count)
  let choice = input.byte()
  let step = Int(input.byte() % 64)
  let bytes = input.rest
  let (whole, pieces) = (talk(choice, bytes, bytes.count), talk(choice, bytes, step))
  require(whole == pieces, "what is read depends on how the response is cut")
  return 0
}

/// What came of a talk.
private final class Notes: @unchecked Sendable {
  var lines: [String] = []
}

private func talk(_ choice: UInt8, _ bytes: [UInt8], _ step: Int) -> [String] {
  let notes = Notes()
  let stream = FuzzStream(bytes, pieceByteCount: step)
  FuzzTask.run {
    let client = HTTPClient(stream, host: Array("guest".utf8))
    client.limits.startLine = 100
    client.limits.fields = 300
    client.limits.fieldCount = 8
    client.limits.content = 500
    if choice & 0x80 != 0 {
      await speak(client, notes)
    } else {
      await ask(client, choice, notes)
    }
    client.close()
  }
  return notes.lines
}

/// Makes a few requests, and notes what came of the first: whether there may be another depends on
/// what has come beyond the answer by then, and so on how it is cut.
private func ask(_ client: HTTPClient, _ choice: UInt8, _ notes: Notes) async {
  let methods: [Method] = [.get, .head, .post, .delete]
  var firstCount = 0
  for place in 0..<4 {
    var request = ClientRequest(methods[Int(choice >> (2 * UInt8(place % 3))) & 3], "/a?b")
    if request.method == .post { request.content = [1, 2, 3] }
    do throws(ClientError) {
      let response = try await client.send(request)
      notes.lines.append("\(response.status.rawValue) \(response.fields.count)")
      if let redirection = response.redirection { notes.lines.append("\(redirection)") }
      await read(response.content, notes)
    } catch {
      notes.lines.append("\(error)")
      if place > 0 { notes.lines.removeLast(notes.lines.count - firstCount) }
      return
    }
    if place == 0 { firstCount = notes.lines.count }
    notes.lines.removeLast(notes.lines.count - firstCount)
  }
}

private func read(_ content: IncomingContent, _ notes: Notes) async {
  do throws(HTTPError) {
    let bytes = try await content.collect()
    notes.lines.append("\(bytes) \(content.trailers.count)")
  } catch {
    notes.lines.append("\(error)")
  }
}

/// Speaks WebSocket, with a key and masks that are known.
private func speak(_ client: HTTPClient, _ notes: Notes) async {
  var settings = WebSocketSettings()
  settings.message = 300
  do throws(ClientError) {
    let socket = try await client.webSocket("/", settings) { 0x0102_0304 }
    do throws(WebSocketError) {
      for _ in 0..<20 { notes.lines.append("\(try await socket.receive())") }
      await socket.close()
    } catch {
      notes.lines.append("\(error)")
    }
  } catch {
    notes.lines.append("\(error)")
  }
}
