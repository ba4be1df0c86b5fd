/// An authoritative name server, as a function of bytes.
///
/// Answers from its zones alone, never recurses, and keeps nothing of a query. Answering takes no
/// memory from the heap, and no query, whatever its bytes, can make it trap.
///
/// Source: RFC 1034, section 4.3.2; RFC 1035; RFC 2181; RFC 2308; RFC 4592; RFC 6891; RFC 8482.
public struct AuthoritativeServer: Sendable {
  let zones: ServedZones

  /// Makes a server of zones.
  ///
  /// A zone inside another one takes precedence over it; the delegation may be left out.
  ///
  /// - Parameter zones: The zones, each checked in itself and against the others.
  /// - Throws: The first thing that is wrong, and where.
  public init(zones: [Zone]) throws(ZoneError) {
    self.zones = ServedZones(try ZoneCompiler.compile(zones))
  }

  /// Answers a query.
  ///
  /// - Parameters:
  ///   - query: The bytes of a message, without the length that goes before it on a connection.
  ///   - response: Room for the response; at least 512 bytes, best 1,232 or for a connection more.
  ///   - limit: How the response travels.
  /// - Returns: Number of bytes written; nil if there must be no response: the message is itself
  ///   one, or too short to have an identifier and flags.
  public func answer(
    _ query: RawSpan, into response: inout MutableRawSpan, limit: ResponseLimit
  ) -> Int? {
    guard query.byteCount >= Header.byteCount,
      response.byteCount >= ResponseLimit.smallestDatagram
    else { return nil }
    let flags: UInt16 = query.bigEndian(at: Header.flags)
    guard flags & Header.isResponse == 0 else { return nil }
    var reply = Response(&response)
    if flags & Header.opcode == 0,
      query.bigEndian(at: Header.questionCount, as: UInt16.self) == 1,
      reply.question.read(query)
    {
      reply.appendQuestion(of: query)
      answer(query, by: limit, into: &reply)
    } else {
      answerOther(query, isQuery: flags & Header.opcode == 0, into: &reply)
    }
    reply.finish(answering: query, flags: flags)
    return reply.count
  }

  /// Answers a query with a well-formed question.
  private func answer(
    _ query: RawSpan, by limit: ResponseLimit, into reply: inout Response
  ) {
    let counts: UInt32 = query.bigEndian(at: Header.answerCount)
    let additionalCount: UInt16 = query.bigEndian(at: Header.additionalCount)
    guard counts | UInt32(additionalCount) != 0 else {
      reply.limit = min(reply.limit, limit.byteCount(nil))
      answer(inside: query, by: limit, into: &reply)
      return
    }
    guard let records = QueryRecords(query, from: reply.question.end) else {
      reply.code = .formatError
      return
    }
    let ednsByteCount = records.edns == nil ? 0 : Response.ednsByteCount
    reply.limit = min(reply.limit, limit.byteCount(records.edns)) &- ednsByteCount
    guard records.signature == nil else {
      refuse(records, of: query, into: &reply)
      return
    }
    if let edns = records.edns, edns.version != 0 {
      reply.code = .badVersion
    } else {
      answer(inside: query, by: limit, into: &reply)
    }
    if let edns = records.edns { reply.appendEDNS(edns) }
  }

  /// Answers the question of a query that has passed all other checks.
  @inline(__always)
  private func answer(
    inside query: RawSpan, by limit: ResponseLimit, into reply: inout Response
  ) {
    let isAnyClass = reply.question.recordClass == Question.anyClass
    guard reply.question.recordClass == Question.internet || isAnyClass else {
      reply.code = .refused
      return
    }
    let node = zones.database.tree.deepest(along: reply.question.name, in: query)
    let depth = Int(zones.database.tree.nodes[Int(node)].depth)
    let isExact = depth == reply.question.name.count
    if reply.question.type == .axfr || reply.question.type == .ixfr {
      refuseTransfer(of: isExact ? node : NameTree.none, by: limit, into: &reply)
      return
    }
    resolve(at: node, isExact: isExact, into: &reply)
    // No answer for all classes is authoritative (RFC 1035, section 6.2).
    if isAnyClass { reply.isAuthoritative = false }
  }

  /// Says that a query is malformed, or of a kind that is not supported.
  ///
  /// Such a query has no question that must be returned, but EDNS all the same.
  @inline(never)
  private func answerOther(_ query: RawSpan, isQuery: Bool, into reply: inout Response) {
    reply.code = isQuery ? .formatError : .notImplemented
    var end = Header.byteCount
    switch query.bigEndian(at: Header.questionCount, as: UInt16.self) {
    case 0: break
    case 1 where reply.question.read(query): end = reply.question.end
    default: return
    }
    if let edns = QueryRecords(query, from: end)?.edns { reply.appendEDNS(edns) }
  }

  /// Says that the key of a signature is not known.
  @inline(never)
  private func refuse(_ records: QueryRecords, of query: RawSpan, into reply: inout Response) {
    reply.code = .notAuthoritative
    if let signature = records.signature {
      reply.isTruncated = reply.limit &- reply.count < signature.refusalByteCount
    }
    if let edns = records.edns { reply.appendEDNS(edns) }
    // A TSIG record is the last of all.
    if let signature = records.signature, !reply.isTruncated {
      reply.appendRefusal(of: signature, in: query)
    }
  }

  /// Refuses a zone transfer as servers do that offer none.
  @inline(never)
  private func refuseTransfer(
    of node: Int32, by limit: ResponseLimit, into reply: inout Response
  ) {
    if case .udp = limit, reply.question.type == .axfr {
      // There is none over datagrams (RFC 5936, section 4.2).
      reply.code = .notImplemented
      return
    }
    reply.code = .notAuthoritative
    for index in 0..<zones.database.zones.count
    where zones.database.zones[index].node == node {
      reply.code = .refused
    }
  }
}
