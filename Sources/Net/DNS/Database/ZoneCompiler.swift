/// Turns zones as people write them into a database, or says what is wrong with them.
struct ZoneCompiler: ~Copyable {
  /// A record whose names are nodes.
  struct Pending: BitwiseCopyable {
    var node = NameTree.none
    var type = RecordType(rawValue: 0)
    var ttl: UInt32 = 0
    var name = NameTree.none
    var secondName = NameTree.none
    /// Where the record was given.
    var place = Place(zone: 0, record: nil)
    /// The next record of the same node.
    var next = NameTree.none
  }

  /// Where a record was given; nil means the SOA record, or the zone as a whole.
  struct Place: BitwiseCopyable {
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
  private(set) var places: Table<Place>
  private let zones: [Zone]
  private var pending: Table<Pending>
  private var pendingCount = 0
  private var setCount = 0
  private var recordCount = 0
  /// The zone whose name a node is, for the nodes that were made from the zones' names.
  private var zoneOfNode = Table(repeating: NameTree.none, count: 0)

  /// Makes room for all records at once.
  @_optimize(size)
  private init(_ zones: [Zone]) {
    self.zones = zones
    var count = zones.count
    for zone in zones { count += zone.records.count }
    pending = .init(repeating: Pending(), count: count)
    places = .init(repeating: Place(zone: 0, record: nil), count: count)
    database.sets = .init(
      repeating: ZoneDatabase.RecordSet(type: .a, count: 0, first: 0), count: count)
    database.records = .init(
      repeating: ZoneDatabase.RecordData(offset: 0, byteCount: 0), count: count + zones.count)
    database.zones = .init(
      repeating: ZoneDatabase.Apex(node: NameTree.none, negative: NameTree.none),
      count: zones.count)
  }

  /// Compiles zones.
  ///
  /// - Throws: The first thing that is wrong.
  @_optimize(size)
  static func compile(_ zones: [Zone]) throws(ZoneError) -> ZoneDatabase {
    var compiler = ZoneCompiler(zones)
    try compiler.addOrigins()
    for index in zones.indices { try compiler.addRecords(of: index) }
    try compiler.layOut()
    compiler.linkNames()
    try compiler.checkNames()
    try compiler.linkTargets()
    for index in zones.indices { compiler.addNegative(at: index) }
    return compiler.finished()
  }

  private consuming func finished() -> ZoneDatabase { database }

  @_optimize(size)
  private mutating func addOrigins() throws(ZoneError) {
    for index in zones.indices {
      let place = Place(zone: index, record: nil)
      let node = try intern(zones[index].name, origin: nil, at: place)
      for other in 0..<index where database.zones[other].node == node {
        throw place.error(.duplicateZone)
      }
      database.zones[index] = ZoneDatabase.Apex(node: node, negative: NameTree.none)
    }
    zoneOfNode = Table(repeating: NameTree.none, count: database.tree.nodes.count)
    for index in zones.indices { zoneOfNode[Int(database.zones[index].node)] = Int32(index) }
  }

  @_optimize(size)
  private mutating func addRecords(of index: Int) throws(ZoneError) {
    let zone = zones[index]
    let apex = database.zones[index].node
    let place = Place(zone: index, record: nil)
    let origin = try name(zone.name, origin: nil, at: place)
    let primary = try intern(zone.soa.primary, origin: origin, at: place)
    let contact = try intern(zone.soa.contact, origin: origin, at: place)
    try append(
      Pending(
        node: apex, type: .soa, ttl: zone.ttl, name: primary, secondName: contact, place: place))
    for position in zone.records.indices {
      let record = zone.records[position]
      let place = Place(zone: index, record: position)
      if let fault = record.fault { throw place.error(fault) }
      let node = try intern(record.owner, origin: origin, at: place)
      var target = NameTree.none
      if let text = record.target { target = try intern(text, origin: origin, at: place) }
      guard database.tree.isNode(node, atOrBelow: apex) else { throw place.error(.outOfZone) }
      guard record.data.count <= 0xffff else { throw place.error(.dataTooLong) }
      // The zone further down has the word; the copy of a parent is not needed. It has not of its
      // own signer, whose record would be lost (RFC 4035, section 3.1.4.1).
      let owner = zoneOf(node)
      guard owner == Int32(index) else {
        if record.type == .ds, owner != NameTree.none, database.zones[Int(owner)].node == node {
          throw place.error(.signerOfOwnZone)
        }
        continue
      }
      try append(
        Pending(
          node: node, type: record.type, ttl: record.ttl ?? zone.ttl, name: target, place: place))
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

  @_optimize(size)
  private mutating func intern(
    _ text: Text, origin: DomainName?, at place: Place
  ) throws(ZoneError) -> Int32 {
    database.tree.intern(try name(text, origin: origin, at: place))
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
    pending[pendingCount] = record
    pendingCount += 1
  }

  /// The bytes of a record's data besides its names.
  private func data(of record: Pending) -> [UInt8] {
    let zone = zones[record.place.zone]
    guard let index = record.place.record else { return zone.soa.numbers }
    return zone.records[index].data
  }

  /// Puts the records of each name beside each other, those of one type together.
  @_optimize(size)
  private mutating func layOut() throws(ZoneError) {
    let nodeCount = database.tree.nodes.count
    database.entries = .init(repeating: ZoneDatabase.Entry(), count: nodeCount)
    // Linked from the last to the first, each list is in the order in which it was given.
    var first = Table(repeating: NameTree.none, count: nodeCount)
    for index in stride(from: pendingCount - 1, through: 0, by: -1) {
      let node = Int(pending[index].node)
      pending[index].next = first[node]
      first[node] = Int32(index)
    }
    for node in 0..<nodeCount {
      let firstSet = Int32(setCount)
      var index = first[node]
      while index != NameTree.none {
        let record = pending[Int(index)]
        if database.set(of: record.type, at: Int32(node)) == NameTree.none {
          try addSet(of: record.type, from: index)
          database.entries[node].firstSet = firstSet
          database.entries[node].setCount += 1
        }
        index = record.next
      }
    }
  }

  /// Adds all records of a type from one of the pending ones of its node on.
  @_optimize(size)
  private mutating func addSet(of type: RecordType, from start: Int32) throws(ZoneError) {
    let firstRecord = recordCount
    var index = start
    while index != NameTree.none {
      let record = pending[Int(index)]
      index = record.next
      guard record.type == type else { continue }
      guard record.ttl == pending[Int(start)].ttl else { throw record.place.error(.ttlDiffers) }
      let data = data(of: record)
      for other in firstRecord..<recordCount where isSame(record, data, other) {
        throw record.place.error(.duplicateRecord)
      }
      places[recordCount] = record.place
      addRecord(record, data)
    }
    database.sets[setCount] = ZoneDatabase.RecordSet(
      type: type, count: Int32(recordCount - firstRecord), first: Int32(firstRecord))
    setCount += 1
  }

  private func isSame(_ record: Pending, _ data: [UInt8], _ index: Int) -> Bool {
    let other = database.records[index]
    let header = ZoneDatabase.recordHeaderByteCount
    guard record.name == other.name, data.count == Int(other.byteCount) - header else {
      return false
    }
    let start = Int(other.offset) + header
    for position in data.indices where data[position] != database.bytes[start + position] {
      return false
    }
    return true
  }

  @_optimize(size)
  private mutating func addRecord(_ record: Pending, _ data: [UInt8]) {
    let offset = database.bytes.count
    let header = UInt64(record.type.rawValue) << 48 | 1 << 32 | UInt64(record.ttl)
    for shift in stride(from: 56 as UInt64, through: 0, by: -8) {
      database.bytes.append(UInt8(truncatingIfNeeded: header >> shift))
    }
    database.bytes.append(UInt8(truncatingIfNeeded: data.count >> 8))
    database.bytes.append(UInt8(truncatingIfNeeded: data.count))
    database.bytes.append(contentsOf: data[...])
    database.records[recordCount] = ZoneDatabase.RecordData(
      offset: Int32(offset), byteCount: Int32(database.bytes.count - offset),
      name: record.name, secondName: record.secondName)
    recordCount += 1
  }

  /// Adds the SOA record of negative answers: it lives as long as these may be remembered.
  @_optimize(size)
  private mutating func addNegative(at index: Int) {
    let apex = database.zones[index].node
    let soa = database.records[Int(database.sets[Int(database.set(of: .soa, at: apex))].first)]
    database.zones[index].negative = Int32(recordCount)
    let record = Pending(
      node: apex, type: .soa, ttl: min(zones[index].ttl, zones[index].soa.minimum),
      name: soa.name, secondName: soa.secondName, place: Place(zone: index, record: nil))
    addRecord(record, data(of: record))
  }

  /// Works out zone, cut, encloser and wildcard of every node.
  @_optimize(size)
  private mutating func linkNames() {
    let count = database.tree.nodes.count
    for index in stride(from: count - 1, through: 0, by: -1) {
      let holds = database.entries[index].setCount > 0
      guard holds || database.entries[index].encloser == Int32(index) else { continue }
      database.entries[index].encloser = Int32(index)
      let parent = database.tree.nodes[index].parent
      if parent != NameTree.none { database.entries[Int(parent)].encloser = parent }
    }
    for index in 0..<count {
      let node = database.tree.nodes[index]
      let parent = node.parent
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
      } else if node.isWildcard, parent != NameTree.none {
        database.entries[Int(parent)].wildcard = Int32(index)
      }
    }
  }
}

extension StartOfAuthority {
  /// The five numbers of the record in network order: 20 bytes.
  fileprivate var numbers: [UInt8] {
    let words: [5 of UInt32] = [serial, refresh, retry, expire, minimum]
    var bytes: [UInt8] = []
    bytes.reserveCapacity(20)
    for index in 0..<20 {
      let shift = UInt32(truncatingIfNeeded: 24 - index % 4 * 8)
      bytes.append(UInt8(truncatingIfNeeded: words[index / 4] >> shift))
    }
    return bytes
  }
}
