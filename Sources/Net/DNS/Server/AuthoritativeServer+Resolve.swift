// From a question to the records that answer it.

extension AuthoritativeServer {
  /// Answers a question from the zones.
  ///
  /// Source: RFC 1034, section 4.3.2, with RFC 4592 for wildcards and RFC 6604 for the outcome of a
  /// chain of aliases.
  ///
  /// - Parameters:
  ///   - start: The longest end of its name that is in the tree.
  ///   - isExact: Whether that is the whole name.
  ///   - reply: Where the answer goes.
  func resolve(at start: Int32, isExact: Bool, into reply: inout Response) {
    let zone = zones.database.entries[Int(start)].zone
    guard zone != NameTree.none else {
      reply.code = .refused
      return
    }
    reply.code = .noError
    reply.isAuthoritative = true
    reply.questionNode = start
    let isRoot = reply.question.name.count == 0
    let owner = isRoot ? Response.Owner.node(NameTree.root) : .written(at: Header.byteCount)
    guard
      var alias = answer(
        Position(node: start, isExact: isExact, owner: owner), zone, into: &reply)
    else { return }
    var passed: [33 of Int32] = .init(repeating: NameTree.none)
    passed[0] = isExact ? start : NameTree.none
    for step in 1...ZoneDatabase.longestAliasChain {
      // A chain that leaves the zone or comes back to itself ends here; the asker goes on or not.
      guard zones.database.entries[Int(alias.node)].zone == zone,
        !(0..<step).contains(where: { passed[$0] == alias.node })
      else { return }
      passed[step] = alias.node
      guard let next = answer(alias, zone, into: &reply) else { return }
      alias = next
    }
  }

  /// A name on the way from the question along aliases.
  private struct Position {
    /// The name, or the longest end of it that is in the tree.
    let node: Int32
    /// Whether the node is the whole name.
    let isExact: Bool
    /// Where the name is in the message.
    let owner: Response.Owner
  }

  /// Answers for one name; returns the name to go on with if this one is an alias.
  private func answer(
    _ position: Position, _ zone: Int32, into reply: inout Response
  ) -> Position? {
    let entry = zones.database.entries[Int(position.node)]
    if entry.cut != NameTree.none {
      // The one type that the parent has the word on at a cut (RFC 4035, section 3.1.4.1).
      let isParents =
        reply.question.type == .ds && position.isExact && entry.cut == position.node
      guard isParents else {
        refer(to: entry.cut, into: &reply)
        return nil
      }
    }
    let source =
      position.isExact && entry.encloser == position.node
      ? position.node : zones.database.entries[Int(entry.encloser)].wildcard
    guard source != NameTree.none else {
      reply.code = .nameError
      deny(zone, into: &reply)
      return nil
    }
    var set = zones.database.set(of: reply.question.type, at: source)
    if reply.question.type == .any, zones.database.entries[Int(source)].setCount > 0 {
      // One set is answer enough (RFC 8482, section 4.1).
      set = zones.database.entries[Int(source)].firstSet
    }
    if set != NameTree.none {
      append(set, of: position.owner, into: &reply)
      return nil
    }
    set = zones.database.set(of: .cname, at: source)
    guard set != NameTree.none else {
      deny(zone, into: &reply)
      return nil
    }
    return follow(set, of: position.owner, into: &reply)
  }

  /// Answers with a set and the addresses of its targets.
  private func append(
    _ set: Int32, of owner: Response.Owner, into reply: inout Response
  ) {
    guard
      reply.append(
        set: set, of: owner, in: .answer, from: zones)
    else {
      reply.isTruncated = true
      return
    }
    let isPointing = zones.database.sets[Int(set)].type.wantsAddresses
    if isPointing { _ = appendAddresses(of: set, .all, into: &reply) }
  }

  /// Answers with an alias; returns its target.
  private func follow(
    _ set: Int32, of owner: Response.Owner, into reply: inout Response
  ) -> Position? {
    let record = zones.database.records[Int(zones.database.sets[Int(set)].first)]
    var offset = reply.count &+ ZoneDatabase.recordHeaderByteCount
    guard
      reply.append(
        set: set, of: owner, in: .answer, from: zones)
    else {
      reply.isTruncated = true
      return nil
    }
    // All owners of a chain are pointers of two bytes.
    offset &+= 2
    return Position(node: record.name, isExact: true, owner: .written(at: offset))
  }

  /// Says that there is nothing: the SOA record, for as long as that may be remembered.
  ///
  /// Source: RFC 2308, sections 2 and 5.
  private func deny(_ zone: Int32, into reply: inout Response) {
    let apex = zones.database.zones[Int(zone)]
    let start = reply.count
    let hadRoom = reply.append(
      zones.database.records[Int(apex.negative)], type: .soa, of: .node(apex.node), from: zones)
    if hadRoom {
      reply.countRecords(1, in: .authority)
    } else {
      reply.count = start
      reply.isTruncated = true
    }
  }

  /// Refers to the servers of a delegation, with glue.
  ///
  /// Source: RFC 1034, section 4.3.2, step 3b; RFC 9471, section 3.1.
  private func refer(to cut: Int32, into reply: inout Response) {
    // Aliases before the referral are authoritative, a referral alone is not.
    if !reply.hasAnswer { reply.isAuthoritative = false }
    let set = zones.database.set(of: .ns, at: cut)
    guard
      reply.append(
        set: set, of: .node(cut), in: .authority, from: zones),
      appendAddresses(of: set, .inside(cut: cut), into: &reply)
    else {
      reply.isTruncated = true
      return
    }
    _ = appendAddresses(of: set, .outside(cut: cut), into: &reply)
  }

  /// Adds the addresses of a set's targets, as far as there is room.
  ///
  /// - Parameters:
  ///   - set: The set.
  ///   - targets: Which targets are meant.
  ///   - reply: Where they go.
  /// - Returns: Whether there was room for all.
  private func appendAddresses(
    of set: Int32, _ targets: Targets, into reply: inout Response
  ) -> Bool {
    let owner = zones.database.sets[Int(set)]
    var wasComplete = true
    for index in owner.first..<owner.first &+ owner.count {
      let record = zones.database.records[Int(index)]
      guard record.addresses != NameTree.none,
        targets.include(zones.database.entries[Int(record.name)].cut)
      else { continue }
      wasComplete = append(.a, for: record, into: &reply) && wasComplete
      wasComplete = append(.aaaa, for: record, into: &reply) && wasComplete
    }
    return wasComplete
  }

  /// Adds the addresses of one type of a record's target; returns false if there was no room.
  private func append(
    _ type: RecordType, for record: ZoneDatabase.RecordData, into reply: inout Response
  ) -> Bool {
    let set = zones.database.set(of: type, at: record.addresses)
    return set == NameTree.none
      || reply.append(
        set: set, of: .node(record.name), in: .additional, from: zones)
  }

  /// The targets of a record set by where they lie.
  private enum Targets {
    case all
    case inside(cut: Int32)
    case outside(cut: Int32)

    func include(_ cut: Int32) -> Bool {
      switch self {
      case .all: true
      case .inside(let own): cut == own
      case .outside(let own): cut != own
      }
    }
  }
}
