// What can only be checked when all names and records are known.

extension ZoneCompiler {
  /// Checks what each name may hold: aliases alone, only glue below delegations, name servers.
  @_optimize(size)
  func checkNames() throws(ZoneError) {
    for index in 0..<database.zones.count
    where database.set(of: .ns, at: database.zones[index].node) == NameTree.none {
      throw Place(zone: index, record: nil).error(.missingNameServer)
    }
    for node in 0..<Int32(database.entries.count) {
      let entry = database.entries[Int(node)]
      for set in entry.firstSet..<entry.firstSet + entry.setCount {
        try check(database.sets[Int(set)], of: node)
      }
    }
  }

  /// Finds the addresses of all targets in the zones.
  ///
  /// - Throws: If a target in the zone has none or is an alias.
  @_optimize(size)
  mutating func linkTargets() throws(ZoneError) {
    for node in 0..<Int32(database.entries.count) {
      let entry = database.entries[Int(node)]
      for set in entry.firstSet..<entry.firstSet + entry.setCount
      where database.sets[Int(set)].type.wantsAddresses {
        try linkTargets(of: database.sets[Int(set)], at: node)
      }
    }
  }

  @_optimize(size)
  private func check(_ set: ZoneDatabase.RecordSet, of node: Int32) throws(ZoneError) {
    let entry = database.entries[Int(node)]
    let place = places[Int(set.first)]
    if set.type == .cname {
      guard entry.setCount == 1, set.count == 1 else { throw place.error(.aliasBesideData) }
      try checkChain(from: node, at: place)
    }
    if set.type == .ns, database.tree.nodes[Int(node)].isWildcard {
      throw place.error(.wildcardDelegation)
    }
    guard entry.cut != NameTree.none, set.type != .a, set.type != .aaaa else { return }
    guard entry.cut == node, set.type == .ns || set.type == .ds else {
      throw place.error(.belowDelegation)
    }
  }

  /// Follows the aliases from a name as far as names themselves, not wildcards, lead.
  private func checkChain(from start: Int32, at place: Place) throws(ZoneError) {
    var node = start
    for _ in 0...ZoneDatabase.longestAliasChain {
      let set = database.set(of: .cname, at: node)
      guard set != NameTree.none else { return }
      node = database.records[Int(database.sets[Int(set)].first)].name
    }
    throw place.error(.aliasLoop)
  }

  @_optimize(size)
  private mutating func linkTargets(
    of set: ZoneDatabase.RecordSet, at node: Int32
  ) throws(ZoneError) {
    for record in set.first..<set.first + set.count {
      let target = database.records[Int(record)].name
      let entry = database.entries[Int(target)]
      // A target of another zone is not ours to know, and the root says that there is none.
      guard entry.zone == database.entries[Int(node)].zone, target != NameTree.root else {
        continue
      }
      let source = entry.cut == NameTree.none ? database.source(of: target) : target
      guard !holds(.cname, source) else { throw places[Int(record)].error(.targetIsAlias) }
      guard holds(.a, source) || holds(.aaaa, source) else {
        // Servers of another delegation, and hosts below any, are for others to resolve.
        let isOurs = entry.cut == NameTree.none || set.type == .ns && entry.cut == node
        guard !isOurs else { throw places[Int(record)].error(.targetWithoutAddress) }
        continue
      }
      // The addresses of a name are sent once, with the first record that names it.
      var isFirst = true
      for other in set.first..<record where database.records[Int(other)].name == target {
        isFirst = false
      }
      if isFirst { database.records[Int(record)].addresses = source }
    }
  }

  private func holds(_ type: RecordType, _ node: Int32) -> Bool {
    node != NameTree.none && database.set(of: type, at: node) != NameTree.none
  }
}
