internal import DNS

// What an answer says. Read first: RFC 1034, sections 3.6.2 and 5.2.2; RFC 2308, section 2.

extension Lookup {
  /// What an answer means for the question.
  enum Meaning {
    /// It is answered.
    case answer(ResolverAnswer)
    /// An alias leads to a name that has to be asked for.
    case alias
    /// Aliases lead on and on.
    case endless
    /// It says nothing: it refers to other servers, say.
    case useless
  }

  /// Reads an answer to the present question.
  ///
  /// Only records of the answer section are believed, and only those that the question leads to,
  /// from alias to alias; whatever else a server adds is passed over.
  mutating func read(_ message: Message) -> Meaning {
    let asked = target
    while true {
      let data = records(in: message)
      if !data.isEmpty {
        return .answer(ResolverAnswer(.records(data), name: target, seconds: seconds))
      }
      guard type != .cname, let alias = alias(in: message) else { break }
      guard aliasCount < Self.aliasLimit else { return .endless }
      aliasCount += 1
      target = alias
    }
    let denial = denial(in: message)
    if message.code == 3 {
      return .answer(
        ResolverAnswer(.nameNotFound, name: target, seconds: min(seconds, denial ?? 0)))
    }
    // A server with nothing to say of the alias's target leaves it to us.
    if denial == nil, target != asked { return .alias }
    let isReferral = message.records.contains { $0.section == .authority && $0.type == .ns }
    if denial == nil, !message.isAuthoritative, isReferral || !message.offersRecursion {
      return .useless
    }
    return .answer(ResolverAnswer(.noData, name: target, seconds: min(seconds, denial ?? 0)))
  }

  /// The data of the records that are asked for, with its names whole.
  private mutating func records(in message: Message) -> [[UInt8]] {
    var data: [[UInt8]] = []
    for record in message.records where isAbout(record) && record.type == type {
      guard let bytes = message.wholeData(of: record) else { continue }
      data.append(bytes)
      seconds = min(seconds, record.timeToLive)
    }
    return data
  }

  private mutating func alias(in message: Message) -> Name? {
    for record in message.records where isAbout(record) && record.type == .cname {
      guard let name = message.target(of: record) else { return nil }
      seconds = min(seconds, record.timeToLive)
      return name.lowercased
    }
    return nil
  }

  private func isAbout(_ record: MessageRecord) -> Bool {
    record.section == .answer && record.recordClass == 1 && record.owner.isSame(as: target)
  }

  /// For how long a denial may be believed; nil if nothing in the message denies.
  private func denial(in message: Message) -> UInt32? {
    for record in message.records
    where record.section == .authority && record.type == .soa && record.recordClass == 1 {
      if target.isAtOrBelow(record.owner) { return message.negativeTimeToLive(of: record) }
    }
    return nil
  }
}
