internal import DNS
internal import FuzzSupport
internal import Net
internal import Wire

/// The server that is asked; made once.
private let server: AuthoritativeServer = {
  do throws(ZoneError) {
    return try AuthoritativeServer(zones: [
      Zone(
        "test.example", soa: StartOfAuthority(primary: "ns1"),
        records: [
          .ns("", "ns1"), .a("ns1", 10, 0, 0, 42), .cname("www", "ns1"), .mx("", 10, "ns1"),
          .txt("*.wild", "any name below wild"), .ns("sub", "ns.sub"), .a("ns.sub", 10, 0, 0, 44),
        ])
    ])
  } catch {
    fatalError("the zone is unsound")
  }
}()

private let streams = StreamServer(server)

/// Any query, and room for answers of any size; or many over a connection.
@c(fuzz_DNS)
public func fuzzDNS(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var input = FuzzInput(start, count)
  let capacity = Int(input.half())
  if capacity & 3 == 0 {
    converse(input.rest, step: capacity >> 2 & 63)
    return 0
  }
  let query = input.rest
  var room = [UInt8](repeating: 0, count: capacity)
  var span = room.mutableSpan
  var response = span.mutableBytes
  guard let written = server.answer(query.span.bytes, into: &response, limit: .udp) else {
    return 0
  }
  require(written <= capacity, "more was written than there was room for")
  let answer = Array(room[..<written])
  require(Message(answer.span.bytes) != nil, "an answer that nobody can read")
  return 0
}

/// Queries over a connection: the answers must not depend on how they are cut.
private func converse(_ bytes: [UInt8], step: Int) {
  let (whole, pieces) = (answers(bytes, bytes.count), answers(bytes, step))
  require(whole == pieces, "the answers depend on how the queries are cut")
  var rest = whole[...]
  while let high = rest.popFirst() {
    guard let low = rest.popFirst() else { fatalError("half of a length") }
    let message = Array(rest.prefix(Int(high) << 8 | Int(low)))
    require(Message(message.span.bytes) != nil, "an answer that nobody can read")
    rest = rest.dropFirst(message.count)
  }
}

private func answers(_ bytes: [UInt8], _ step: Int) -> [UInt8] {
  let stream = FuzzStream(bytes, pieceByteCount: step)
  FuzzTask.run { await streams.serve(stream) }
  require(stream.isFinished || stream.isAborted, "a connection is left open")
  require(streams.connectionCount == 0, "a connection is still counted")
  return stream.output
}
