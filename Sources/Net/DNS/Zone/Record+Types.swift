// The forms of the types that a zone can hold. None is inlined, and what they are given is theirs:
// a zone is a list of such calls, which run once each, and an emulator translates them all first.

extension Record {
  /// Makes an IPv4 address.
  @inline(never)
  public static func a(
    _ owner: consuming Text, _ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8
  ) -> Record {
    Record(owner, .a, [first, second, third, fourth])
  }

  /// Makes an IPv6 address of text such as `2001:db8::1`.
  @inline(never)
  public static func aaaa(_ owner: consuming Text, _ address: Text) -> Record {
    guard let address = IPv6Address(address.bytes) else {
      return Record(owner, .aaaa, fault: .badAddress)
    }
    return Record(owner, .aaaa, address.bytes)
  }

  /// Makes a name server: of the zone if the owner is empty, else of the zone delegated to it.
  @inline(never)
  public static func ns(_ owner: consuming Text, _ server: consuming Text) -> Record {
    Record(owner, .ns, target: server)
  }

  /// Makes an alias of another name.
  @inline(never)
  public static func cname(_ owner: consuming Text, _ target: consuming Text) -> Record {
    Record(owner, .cname, target: target)
  }

  /// Makes the pointer from an address to its name.
  @inline(never)
  public static func ptr(_ owner: consuming Text, _ target: consuming Text) -> Record {
    Record(owner, .ptr, target: target)
  }

  /// Makes a mail exchanger; the lowest preference is tried first, the host `.` means none.
  @inline(never)
  public static func mx(_ owner: consuming Text, _ preference: UInt16, _ host: consuming Text)
    -> Record
  {
    Record(owner, .mx, [UInt8(preference >> 8), UInt8(preference & 0xff)], target: host)
  }

  /// Makes the place of a service, such as `_dns._udp`.
  @inline(never)
  public static func srv(
    _ owner: consuming Text, priority: UInt16, weight: UInt16, port: UInt16, _ host: consuming Text
  ) -> Record {
    let data = [
      UInt8(priority >> 8), UInt8(priority & 0xff), UInt8(weight >> 8), UInt8(weight & 0xff),
      UInt8(port >> 8), UInt8(port & 0xff),
    ]
    return Record(owner, .srv, data, target: host)
  }

  /// Makes text of one or more strings of at most 255 bytes each.
  @inline(never)
  public static func txt(_ owner: consuming Text, _ strings: Text...) -> Record {
    var data: [UInt8] = []
    for string in strings {
      guard string.bytes.count <= 255 else { return Record(owner, .txt, fault: .textTooLong) }
      data.append(UInt8(string.bytes.count))
      data += string.bytes
    }
    return Record(owner, .txt, data, fault: strings.isEmpty ? .emptyText : nil)
  }

  /// Makes a rule for issuers of certificates, such as `caa("", "issue", "ca.example.net")`.
  @inline(never)
  public static func caa(
    _ owner: consuming Text, _ tag: Text, _ value: Text, isCritical: Bool = false
  ) -> Record {
    guard tag.bytes.count <= 255 else { return Record(owner, .caa, fault: .badTag) }
    let plain = tag.bytes.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20)
    }
    var data = [isCritical ? 0x80 : 0, UInt8(tag.bytes.count)]
    data += tag.bytes
    data += value.bytes
    return Record(owner, .caa, data, fault: tag.bytes.isEmpty || !plain ? .badTag : nil)
  }

  /// Makes a record of a type that has no form here, by its bytes.
  ///
  /// Source: RFC 3597.
  @inline(never)
  public static func opaque(_ owner: consuming Text, _ type: RecordType, _ data: [UInt8]) -> Record
  {
    switch type {
    case .a, .aaaa, .ns, .cname, .soa, .ptr, .mx, .srv:
      Record(owner, type, fault: .typeHasOwnForm)
    default:
      Record(owner, type, data, fault: type.isMeta || type == .dname ? .typeNotAllowed : nil)
    }
  }
}
