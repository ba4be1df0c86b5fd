/// An Ethernet address.
public struct MACAddress: Hashable, Sendable {
  /// The six bytes in the order of the wire.
  public let bytes: [UInt8]

  /// Makes an address of its six bytes.
  public init(
    _ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8, _ fifth: UInt8,
    _ sixth: UInt8
  ) {
    bytes = [first, second, third, fourth, fifth, sixth]
  }

  /// Parses six hexadecimal numbers with colons between.
  ///
  /// - Parameter text: For example 52:54:00:00:00:42.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { $0.count == 2 ? UInt8($0, radix: 16) : nil }
    guard parts.count == 6, numbers.count == 6 else { return nil }
    bytes = numbers
  }
}

extension MACAddress: CustomStringConvertible {
  /// The address in hexadecimal.
  public var description: String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
  }
}

extension MACAddress: Codable {
  /// Reads the hexadecimal form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let address = MACAddress(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is not an Ethernet address")
    }
    self = address
  }

  /// Writes the hexadecimal form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
