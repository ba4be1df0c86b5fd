// Writing names and records. Nothing is written beyond the limit, and no record set in part.

extension Response {
  /// Writes all records of a set, or nothing.
  ///
  /// - Parameters:
  ///   - index: The set.
  ///   - owner: Its name.
  ///   - section: Where it is counted.
  ///   - database: Where it is.
  ///   - question: The question of the message.
  /// - Returns: Whether there was room.
  @_lifetime(self: copy self)
  mutating func append(
    set index: Int32, of owner: Owner, in section: Section, from database: ZoneDatabase,
    question: LabelOffsets
  ) -> Bool {
    let set = database.sets[Int(index)]
    let start = count
    let nameCount = names.count
    for record in set.first..<set.first &+ set.count {
      guard
        append(
          database.records[Int(record)], type: set.type, of: owner, from: database,
          question: question)
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
    from database: ZoneDatabase, question: LabelOffsets
  ) -> Bool {
    guard appendOwner(owner, from: database, question: question) else { return false }
    let start = count
    let isStart = record.secondName != NameTree.none
    // The names of a SOA record come before its numbers, those of others behind.
    let byteCount = isStart ? ZoneDatabase.recordHeaderByteCount : Int(record.byteCount)
    guard copy(from: database, at: Int(record.offset), byteCount) else { return false }
    guard record.name != NameTree.none else { return true }
    let tree = database.tree
    guard appendName(record.name, of: tree, isCompressed: type.allowsCompression, question)
    else { return false }
    if isStart {
      let rest = Int(record.byteCount) &- byteCount
      guard appendName(record.secondName, of: tree, isCompressed: true, question),
        copy(from: database, at: Int(record.offset) &+ byteCount, rest)
      else { return false }
    }
    let dataByteCount = count &- start &- ZoneDatabase.recordHeaderByteCount
    store(UInt16(truncatingIfNeeded: dataByteCount), at: start &+ 8)
    return true
  }

  /// Copies bytes of the database; returns whether there was room.
  @_lifetime(self: copy self)
  private mutating func copy(
    from database: ZoneDatabase, at offset: Int, _ byteCount: Int
  ) -> Bool {
    guard limit &- count >= byteCount else { return false }
    append(database.bytes.rawSpan, from: offset, count: byteCount)
    return true
  }

  @_lifetime(self: copy self)
  private mutating func appendOwner(
    _ owner: Owner, from database: ZoneDatabase, question: LabelOffsets
  ) -> Bool {
    switch owner {
    case .written(let offset): appendPointer(to: offset)
    case .node(let node):
      appendName(node, of: database.tree, isCompressed: true, question)
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
    _ name: Int32, of tree: NameTree, isCompressed: Bool, _ question: LabelOffsets
  ) -> Bool {
    var node = name
    while node != NameTree.root {
      if isCompressed {
        if let offset = names.offset(of: node, in: tree, question: question) {
          return appendPointer(to: offset)
        }
        names.add(node, at: count)
      }
      let label = tree.nodes[Int(node)]
      let byteCount = Int(label.length) &+ 1
      guard limit &- count >= byteCount else { return false }
      append(tree.labels.rawSpan, from: Int(label.label), count: byteCount)
      node = label.parent
    }
    guard limit &- count >= 1 else { return false }
    append(UInt8(0))
    return true
  }
}
