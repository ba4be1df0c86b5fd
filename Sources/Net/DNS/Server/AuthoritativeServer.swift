/// An authoritative name server, as a function of bytes.
///
/// Answers from its zones alone, never recurses, and keeps nothing of a query. Answering takes no
/// memory from the heap, and no query, whatever its bytes, can make it trap.
///
/// Source: RFC 1034, section 4.3.2; RFC 1035; RFC 2181; RFC 2308; RFC 4592; RFC 6891; RFC 8482.
public struct AuthoritativeServer: Sendable {
  let database: ZoneDatabase

  /// Makes a server of zones.
  ///
  /// A zone inside another one takes precedence over it; the delegation may be left out.
  ///
  /// - Parameter zones: The zones, each checked in itself and against the others.
  /// - Throws: The first thing that is wrong, and where.
  public init(zones: [Zone]) throws(ZoneError) {
    database = try ZoneCompiler.compile(zones)
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
      response.byteCount >= ResponseLimit.smallestDatagram,
      query.bigEndian(at: Header.flags, as: UInt16.self) & Header.isResponse == 0
    else { return nil }
    var reply = Response(&response)
    // Other kinds of query have no question that must be returned, but EDNS all the same.
    let questionCount: UInt16 = query.bigEndian(at: Header.questionCount)
    let isQuery = query.bigEndian(at: Header.flags, as: UInt16.self) & Header.opcode == 0
    reply.code = isQuery ? .formatError : .notImplemented
    guard questionCount == 1, let question = Question(query) else {
      if questionCount == 0,
        let edns = QueryRecords(query, from: Header.byteCount)?.edns
      {
        reply.appendEDNS(edns)
      }
      reply.finish(answering: query)
      return reply.count
    }
    if isQuery { reply.appendQuestion(of: query, end: question.end) }
    guard let records = QueryRecords(query, from: question.end) else {
      reply.finish(answering: query)
      return reply.count
    }
    let ednsByteCount = records.edns == nil ? 0 : Response.ednsByteCount
    reply.limit = min(reply.limit, limit.byteCount(records.edns)) &- ednsByteCount
    var refused = isQuery ? records.signature : nil
    if let signature = refused {
      reply.code = .notAuthoritative
      reply.isTruncated = reply.limit &- reply.count < signature.refusalByteCount
      if reply.isTruncated { refused = nil }
    } else if isQuery {
      answer(question, records, of: query, by: limit, into: &reply)
    }
    if let edns = records.edns { reply.appendEDNS(edns) }
    // A TSIG record is the last of all.
    if let refused { reply.appendRefusal(of: refused, in: query) }
    reply.finish(answering: query)
    return reply.count
  }

  /// Answers a well-formed question, or refuses it before a zone is looked at.
  private func answer(
    _ question: Question, _ records: QueryRecords, of query: RawSpan, by limit: ResponseLimit,
    into reply: inout Response
  ) {
    guard (records.edns?.version ?? 0) == 0 else {
      reply.code = .badVersion
      return
    }
    let isAnyClass = question.recordClass == Question.anyClass
    guard question.recordClass == Question.internet || isAnyClass else {
      reply.code = .refused
      return
    }
    let node = database.tree.deepest(along: question.name, in: query)
    let isExact = Int(database.tree.nodes[Int(node)].depth) == question.name.count
    if question.type == .axfr || question.type == .ixfr {
      refuseTransfer(of: isExact ? node : NameTree.none, question.type, by: limit, into: &reply)
      return
    }
    resolve(question, at: node, isExact: isExact, into: &reply)
    // No answer for all classes is authoritative (RFC 1035, section 6.2).
    if isAnyClass { reply.isAuthoritative = false }
  }

  /// Refuses a zone transfer as servers do that offer none.
  private func refuseTransfer(
    of node: Int32, _ type: RecordType, by limit: ResponseLimit, into reply: inout Response
  ) {
    if case .udp = limit, type == .axfr {
      // There is none over datagrams (RFC 5936, section 4.2).
      reply.code = .notImplemented
      return
    }
    let isApex = database.zones.contains { $0.node == node }
    reply.code = isApex ? .refused : .notAuthoritative
  }
}
