// Writing names and records. Nothing is written beyond the limit, and no record set in part.

extension Response {
  /// Writes all records of a set, or nothing.
  ///
  /// - Parameters:
  ///   - index: The set.
  ///   - owner: Its name.
  ///   - section: Where it is counted.
  ///   - zones: Where it is.
  /// - Returns: Whether there was room.
  @_lifetime(self: copy self)
  mutating func append(
    set index: Int32, of owner: Owner, in section: Section, from zones: ServedZones
  ) -> Bool {
    let set = zones.database.sets[Int(index)]
    let start = count
    let nameCount = names.count
    for record in set.first..<set.first &+ set.count {
      guard
        append(zones.database.records[Int(record)], type: set.type, of: owner, from: zones)
      else {
        count = start
        names.count = nameCount
        return false
      }
    }
    countRecords(set.count, in: section)
    return true
  }

  /// Writes one record; returns whether there was room, else leaves it half written.
  @_lifetime(self: copy self)
  mutating func append(
    _ record: ZoneDatabase.RecordData, type: RecordType, of owner: Owner,
    from zones: ServedZones
  ) -> Bool {
    guard appendOwner(owner, from: zones) else { return false }
    let start = count
    let isStart = record.secondName != NameTree.none
    // The names of a SOA record come before its numbers, those of others behind.
    let byteCount = isStart ? ZoneDatabase.recordHeaderByteCount : Int(record.byteCount)
    guard copy(from: zones, at: Int(record.offset), byteCount) else { return false }
    guard record.name != NameTree.none else { return true }
    guard appendName(record.name, isCompressed: type.allowsCompression, from: zones) else {
      return false
    }
    if isStart {
      let rest = Int(record.byteCount) &- byteCount
      guard appendName(record.secondName, isCompressed: true, from: zones),
        copy(from: zones, at: Int(record.offset) &+ byteCount, rest)
      else { return false }
    }
    let dataByteCount = count &- start &- ZoneDatabase.recordHeaderByteCount
    store(UInt16(truncatingIfNeeded: dataByteCount), at: start &+ 8)
    return true
  }

  /// Copies bytes of the database; returns whether there was room.
  @_lifetime(self: copy self)
  private mutating func copy(
    from zones: ServedZones, at offset: Int, _ byteCount: Int
  ) -> Bool {
    guard limit &- count >= byteCount else { return false }
    append(zones.database.bytes, from: offset, count: byteCount)
    return true
  }

  @_lifetime(self: copy self)
  private mutating func appendOwner(
    _ owner: Owner, from zones: ServedZones
  ) -> Bool {
    switch owner {
    case .written(let offset): appendPointer(to: offset)
    case .node(let node):
      appendName(node, isCompressed: true, from: zones)
    }
  }

  @_lifetime(self: copy self)
  private mutating func appendPointer(to offset: Int) -> Bool {
    guard limit &- count >= 2 else { return false }
    append(0xc000 | UInt16(truncatingIfNeeded: offset))
    return true
  }

  /// Writes a name; returns whether there was room, else leaves it half written.
  @_lifetime(self: copy self)
  private mutating func appendName(
    _ name: Int32, isCompressed: Bool, from zones: ServedZones
  ) -> Bool {
    var node = name
    while node != NameTree.root {
      if isCompressed {
        if let offset = offset(of: node, in: zones) {
          return appendPointer(to: offset)
        }
        names.add(node, at: count)
      }
      let label = zones.database.tree.nodes[Int(node)]
      let byteCount = Int(label.length) &+ 1
      guard limit &- count >= byteCount else { return false }
      append(zones.database.tree.labels, from: Int(label.label), count: byteCount)
      node = label.parent
    }
    guard limit &- count >= 1 else { return false }
    append(UInt8(0))
    return true
  }
}
