/// Comparison of an answer with what is expected of it.
extension DNSExpectation {
  /// What is wrong with a result; empty if it is as expected.
  func mismatches(_ result: DigOutput.Result) -> [String] {
    switch result {
    case .failure(let reason):
      // A refused port is an answer too, and not the one that silence means.
      return isSilent && reason.contains("timed out") ? [] : ["no answer: \(reason)"]
    case .reply where isSilent: return ["expected silence, got an answer"]
    case .reply(let reply): return mismatches(reply)
    }
  }

  private func mismatches(_ reply: DigReply) -> [String] {
    var found: [String] = []
    if reply.status != responseCode {
      found.append("status is \(reply.status), expected \(responseCode)")
    }
    if let flags, Set(flags) != Set(reply.flags) {
      found.append("flags are \(Self.list(reply.flags)), expected \(Self.list(flags))")
    }
    found += differences("answer", answer, reply.sections[.answer] ?? [])
    found += differences("authority", authority, reply.sections[.authority] ?? [])
    found += differences("additional", additional, reply.sections[.additional] ?? [])
    if let short {
      let data = (reply.sections[.answer] ?? []).map(DigReply.data)
      found += differences("answer", data: short, data)
    }
    if let edns, edns != reply.edns ?? "" {
      found.append("EDNS is “\(reply.edns ?? "")”, expected “\(edns)”")
    }
    if let maximumByteCount, reply.byteCount > maximumByteCount {
      found.append("the message has \(reply.byteCount) bytes, expected at most \(maximumByteCount)")
    }
    return found + reply.warnings
  }

  private func differences(_ part: String, _ expected: [String]?, _ found: [String]) -> [String] {
    guard let expected else { return [] }
    return differences(part, data: expected.map(DigReply.normalised), found)
  }

  /// Compares two collections of records, in which a record may stand more than once.
  private func differences(_ part: String, data expected: [String], _ found: [String]) -> [String] {
    var surplus = found
    var missing: [String] = []
    for record in expected {
      if let index = surplus.firstIndex(of: record) {
        surplus.remove(at: index)
      } else {
        missing.append(record)
      }
    }
    return missing.map { "\(part) lacks “\($0)”" } + surplus.map { "\(part) has “\($0)” too" }
  }

  private static func list(_ words: [String]) -> String {
    words.isEmpty ? "none" : words.joined(separator: " ")
  }
}
