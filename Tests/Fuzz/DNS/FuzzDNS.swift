internal import DNS
internal import FuzzSupport
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

/// Any query, and room for answers of any size.
@c(LLVMFuzzerTestOneInput)
public func fuzzDNS(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var input = FuzzInput(start, count)
  let capacity = Int(input.half())
  let query = input.rest
  var room = [UInt8](repeating: 0, count: capacity)
  var span = room.mutableSpan
  var response = span.mutableBytes
  let written = server.answer(query.span.bytes, into: &response, limit: .udp)
  precondition(written ?? 0 <= capacity, "more was written than there was room for")
  return 0
}
