/// Turns zones as people write them into a database, or says what is wrong with them.
struct ZoneCompiler {
  /// A record whose names are nodes.
  struct Pending {
    let node: Int32
    let type: RecordType
    let ttl: UInt32
    let data: [UInt8]
    let name: Int32
    let secondName: Int32
    /// Where the record was given.
    let place: Place
    /// The next record of the same node.
    var next = NameTree.none
  }

  /// Where a record was given.
  struct Place {
    let zone: Int
    let record: Int?

    /// The error that something is wrong here.
    func error(_ reason: ZoneError.Reason) -> ZoneError {
      ZoneError(reason: reason, zone: zone, record: record)
    }
  }

  /// The result, while it is made.
  var database = ZoneDatabase()
  /// Where each record of the database was given.
  var places: [Place] = []
  private var pending: [Pending] = []
  /// The first pending record of each node.
  private var first: [Int32] = []
  /// The last pending record of each node.
  private var last: [Int32] = []
  /// The zone whose name a node is, for the nodes that were made from the zones' names.
  private var zoneOfNode: [Int32] = []

  /// Compiles zones.
  ///
  /// - Throws: The first thing that is wrong.
  static func compile(_ zones: [Zone]) throws(ZoneError) -> ZoneDatabase {
    var compiler = ZoneCompiler()
    let origins = try compiler.addOrigins(zones)
    for index in zones.indices {
      try compiler.add(zones[index], at: index, origin: origins[index])
    }
    try compiler.layOut()
    compiler.linkNames()
    try compiler.checkNames()
    try compiler.linkTargets()
    for index in zones.indices { compiler.addNegative(zones[index], at: index) }
    return compiler.database
  }

  private mutating func addOrigins(_ zones: [Zone]) throws(ZoneError) -> [DomainName] {
    var origins: [DomainName] = []
    for index in zones.indices {
      let place = Place(zone: index, record: nil)
      let origin = try name(zones[index].name, origin: nil, at: place)
      let node = database.tree.intern(origin)
      for zone in database.zones where zone.node == node { throw place.error(.duplicateZone) }
      database.zones.append(ZoneDatabase.Apex(node: node, negative: NameTree.none))
      origins.append(origin)
    }
    zoneOfNode = [Int32](repeating: NameTree.none, count: database.tree.nodes.count)
    for index in zones.indices { zoneOfNode[Int(database.zones[index].node)] = Int32(index) }
    return origins
  }

  private mutating func add(
    _ zone: Zone, at index: Int, origin: DomainName
  ) throws(ZoneError) {
    let place = Place(zone: index, record: nil)
    let primary = database.tree.intern(try name(zone.soa.primary, origin: origin, at: place))
    let contact = database.tree.intern(try name(zone.soa.contact, origin: origin, at: place))
    try append(
      Pending(
        node: database.zones[index].node, type: .soa, ttl: zone.ttl, data: zone.soa.numbers,
        name: primary, secondName: contact, place: place))
    for position in zone.records.indices {
      let record = zone.records[position]
      let place = Place(zone: index, record: position)
      if let fault = record.fault { throw place.error(fault) }
      let node = database.tree.intern(try name(record.owner, origin: origin, at: place))
      var target = NameTree.none
      if let text = record.target {
        target = database.tree.intern(try name(text, origin: origin, at: place))
      }
      guard database.tree.isNode(node, atOrBelow: database.zones[index].node) else {
        throw place.error(.outOfZone)
      }
      // The zone further down has the word; the copy of a parent is not needed.
      guard zoneOf(node) == Int32(index) else { continue }
      try append(
        Pending(
          node: node, type: record.type, ttl: record.ttl ?? zone.ttl, data: record.data,
          name: target, secondName: NameTree.none, place: place))
    }
  }

  private func name(
    _ text: Text, origin: DomainName?, at place: Place
  ) throws(ZoneError) -> DomainName {
    do throws(ZoneError.Reason) {
      return try DomainName(text, origin: origin)
    } catch {
      throw place.error(error)
    }
  }

  /// The innermost zone that a node is in.
  private func zoneOf(_ node: Int32) -> Int32 {
    var node = node
    while node != NameTree.none {
      if Int(node) < zoneOfNode.count, zoneOfNode[Int(node)] != NameTree.none {
        return zoneOfNode[Int(node)]
      }
      node = database.tree.nodes[Int(node)].parent
    }
    return NameTree.none
  }

  private mutating func append(_ record: Pending) throws(ZoneError) {
    guard record.ttl >> 31 == 0 else { throw record.place.error(.ttlTooLong) }
    guard record.data.count <= 0xffff else { throw record.place.error(.dataTooLong) }
    while first.count < database.tree.nodes.count {
      first.append(NameTree.none)
      last.append(NameTree.none)
    }
    let index = Int32(pending.count)
    let node = Int(record.node)
    if first[node] == NameTree.none {
      first[node] = index
    } else {
      pending[Int(last[node])].next = index
    }
    last[node] = index
    pending.append(record)
  }

  /// Puts the records of each name beside each other, those of one type together.
  private mutating func layOut() throws(ZoneError) {
    let none = ZoneDatabase.Entry()
    database.entries = .init(repeating: none, count: database.tree.nodes.count)
    for node in first.indices {
      let firstSet = database.sets.count
      var index = first[node]
      while index != NameTree.none {
        let type = pending[Int(index)].type
        if database.set(of: type, at: Int32(node)) == NameTree.none {
          try addSet(of: type, from: index)
          database.entries[node].firstSet = Int32(firstSet)
          database.entries[node].setCount += 1
        }
        index = pending[Int(index)].next
      }
    }
  }

  /// Adds all records of a type from one of the pending ones of its node on.
  private mutating func addSet(of type: RecordType, from start: Int32) throws(ZoneError) {
    let firstRecord = database.records.count
    var index = start
    while index != NameTree.none {
      let record = pending[Int(index)]
      index = record.next
      guard record.type == type else { continue }
      guard record.ttl == pending[Int(start)].ttl else { throw record.place.error(.ttlDiffers) }
      for other in firstRecord..<database.records.count where isSame(record, other) {
        throw record.place.error(.duplicateRecord)
      }
      places.append(record.place)
      addRecord(record)
    }
    database.sets.append(
      ZoneDatabase.RecordSet(
        type: type, count: Int32(database.records.count - firstRecord), first: Int32(firstRecord)))
  }

  private func isSame(_ record: Pending, _ index: Int) -> Bool {
    let other = database.records[index]
    let header = ZoneDatabase.recordHeaderByteCount
    guard record.name == other.name, record.data.count == Int(other.byteCount) - header else {
      return false
    }
    let start = Int(other.offset) + header
    for position in record.data.indices
    where record.data[position] != database.bytes[start + position] {
      return false
    }
    return true
  }

  private mutating func addRecord(_ record: Pending) {
    let offset = database.bytes.count
    appendBigEndian(record.type.rawValue)
    appendBigEndian(UInt16(1))
    appendBigEndian(UInt16(record.ttl >> 16))
    appendBigEndian(UInt16(record.ttl & 0xffff))
    appendBigEndian(UInt16(record.data.count))
    database.bytes += record.data
    database.records.append(
      ZoneDatabase.RecordData(
        offset: Int32(offset), byteCount: Int32(database.bytes.count - offset),
        name: record.name, secondName: record.secondName))
  }

  private mutating func appendBigEndian(_ value: UInt16) {
    database.bytes.append(UInt8(value >> 8))
    database.bytes.append(UInt8(value & 0xff))
  }

  /// Adds the SOA record of negative answers: it lives as long as these may be remembered.
  private mutating func addNegative(_ zone: Zone, at index: Int) {
    let apex = database.zones[index].node
    let soa = database.records[Int(database.sets[Int(database.set(of: .soa, at: apex))].first)]
    database.zones[index].negative = Int32(database.records.count)
    addRecord(
      Pending(
        node: apex, type: .soa, ttl: min(zone.ttl, zone.soa.minimum), data: zone.soa.numbers,
        name: soa.name, secondName: soa.secondName, place: Place(zone: index, record: nil)))
  }

  /// Works out zone, cut, encloser and wildcard of every node.
  private mutating func linkNames() {
    let nodes = database.tree.nodes
    for index in stride(from: nodes.count - 1, through: 0, by: -1) {
      let holds = database.entries[index].setCount > 0
      guard holds || database.entries[index].encloser == Int32(index) else { continue }
      database.entries[index].encloser = Int32(index)
      if nodes[index].parent != NameTree.none {
        database.entries[Int(nodes[index].parent)].encloser = nodes[index].parent
      }
    }
    for index in nodes.indices {
      let parent = nodes[index].parent
      let above = parent == NameTree.none ? ZoneDatabase.Entry() : database.entries[Int(parent)]
      let own = index < zoneOfNode.count ? zoneOfNode[index] : NameTree.none
      let isApex = own != NameTree.none
      let isDelegated = !isApex && database.set(of: .ns, at: Int32(index)) != NameTree.none
      database.entries[index].zone = isApex ? own : above.zone
      if !isApex {
        database.entries[index].cut =
          above.cut == NameTree.none && isDelegated ? Int32(index) : above.cut
      }
      if database.entries[index].encloser == NameTree.none {
        database.entries[index].encloser = above.encloser
      } else if nodes[index].isWildcard, parent != NameTree.none {
        database.entries[Int(parent)].wildcard = Int32(index)
      }
    }
  }
}

extension StartOfAuthority {
  /// The five numbers of the record in network order: 20 bytes.
  fileprivate var numbers: [UInt8] {
    var bytes: [UInt8] = []
    for value in [serial, refresh, retry, expire, minimum] {
      for shift in [24, 16, 8, 0] as [UInt32] {
        bytes.append(UInt8(truncatingIfNeeded: value >> shift))
      }
    }
    return bytes
  }
}
