/// All zones of a server, laid out for look-up.
///
/// What a query would have to work out but does not depend on it was worked out when this was made:
/// a node knows its zone, its delegation, its closest encloser and the wildcard below itself; a
/// record knows where the addresses of its target are, and its bytes are ready to send.
struct ZoneDatabase: ~Copyable {
  /// What the zones say about one name.
  struct Entry: BitwiseCopyable {
    /// The zone that the name is in, even if it does not exist; none if there is none.
    var zone = NameTree.none
    /// The node of the topmost delegation at or above the name, within its zone.
    var cut = NameTree.none
    /// The nearest node at or above the name that exists.
    var encloser = NameTree.none
    /// The wildcard right below the name.
    var wildcard = NameTree.none
    /// The first record set of the name.
    var firstSet: Int32 = 0
    /// Number of record sets of the name.
    var setCount: Int32 = 0
  }

  /// All records of one name and type.
  struct RecordSet: BitwiseCopyable {
    let type: RecordType
    /// Number of records; at least 1.
    var count: Int32
    /// The first record.
    let first: Int32
  }

  /// One record, without its name.
  struct RecordData: BitwiseCopyable {
    /// Offset of the type, class, time to live, length and data; the length is without names.
    let offset: Int32
    /// Number of these bytes.
    let byteCount: Int32
    /// The name in the data, behind its other bytes but before those of a SOA record.
    var name = NameTree.none
    /// The second name of a SOA record.
    var secondName = NameTree.none
    /// The node whose addresses belong into the additional section with this record.
    var addresses = NameTree.none
  }

  /// One zone.
  struct Apex: BitwiseCopyable {
    /// The node of the zone's name.
    let node: Int32
    /// The SOA record with the time to live of negative answers (RFC 2308, section 5).
    var negative: Int32
  }

  /// Size of what comes before the data: type, class, time to live and length.
  static let recordHeaderByteCount = 10
  /// Longest chain of aliases that is followed, in records.
  static let longestAliasChain = 32

  /// The names.
  var tree = NameTree()
  /// What is known of each node of the tree.
  var entries = Table(repeating: Entry(), count: 0)
  /// Record sets, those of one name beside each other.
  var sets = Table(repeating: RecordSet(type: .a, count: 0, first: 0), count: 0)
  /// Records, those of one set beside each other.
  var records = Table(repeating: RecordData(offset: 0, byteCount: 0), count: 0)
  /// The bytes of all records.
  var bytes = Table(repeating: UInt8(0), count: 0)
  /// The zones.
  var zones = Table(
    repeating: Apex(node: NameTree.none, negative: NameTree.none), count: 0)

  /// Finds the record set of a type at a node; none if there is none.
  @inline(__always)
  func set(of type: RecordType, at node: Int32) -> Int32 {
    let entry = entries[Int(node)]
    var index = entry.firstSet
    let end = index &+ entry.setCount
    while index < end {
      if sets[Int(index)].type == type { return index }
      index &+= 1
    }
    return NameTree.none
  }

  /// Whether a name exists: it, or a name below it, has records.
  func exists(_ node: Int32) -> Bool { entries[Int(node)].encloser == node }

  /// The node with the records that a name has, if need be by the wildcard that covers it.
  ///
  /// Returns none if the name does not exist.
  func source(of node: Int32) -> Int32 {
    let encloser = entries[Int(node)].encloser
    return encloser == node ? node : entries[Int(encloser)].wildcard
  }
}
