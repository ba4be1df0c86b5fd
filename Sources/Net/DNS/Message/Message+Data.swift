internal import Wire

/// What the data of records says.
extension Message {
  /// The data as it stands in the message.
  public func data(of record: MessageRecord) -> [UInt8] { Array(bytes[record.data]) }

  /// The data with its names written out, for who has not got the message; nil if it is malformed.
  ///
  /// Only types that RFC 1035 knows may be compressed (RFC 3597, section 4).
  public func wholeData(of record: MessageRecord) -> [UInt8]? {
    switch record.type {
    case .a: return record.data.count == 4 ? data(of: record) : nil
    case .aaaa: return record.data.count == 16 ? data(of: record) : nil
    case .cname, .ns, .ptr: return target(of: record)?.bytes
    case .mx:
      guard record.data.count > 2,
        let (name, end) = NameReader.read(bytes.rawSpan, at: record.data.lowerBound + 2),
        end == record.data.upperBound
      else { return nil }
      return data(of: record).prefix(2) + name.bytes
    default: return data(of: record)
    }
  }

  /// The name that is all of the data, as in CNAME, PTR and NS records; nil if it is not.
  public func target(of record: MessageRecord) -> Name? {
    guard let (name, end) = NameReader.read(bytes.rawSpan, at: record.data.lowerBound),
      end == record.data.upperBound
    else { return nil }
    return name
  }

  /// For how many seconds a denial may be kept, as a SOA record says; nil if the data is cut.
  ///
  /// Source: RFC 2308, section 5.
  public func negativeTimeToLive(of record: MessageRecord) -> UInt32? {
    guard record.type == .soa,
      let (_, primaryEnd) = NameReader.read(bytes.rawSpan, at: record.data.lowerBound),
      let (_, end) = NameReader.read(bytes.rawSpan, at: primaryEnd),
      record.data.upperBound == end + 20
    else { return nil }
    let minimum: UInt32 = bytes.rawSpan.bigEndian(at: end + 16)
    return min(minimum, record.timeToLive)
  }
}
