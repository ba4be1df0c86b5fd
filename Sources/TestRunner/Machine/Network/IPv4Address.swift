/// An IPv4 address.
public struct IPv4Address: Hashable, Sendable {
  /// The address in host order.
  public let value: UInt32

  /// Makes an address of its four numbers.
  public init(_ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8) {
    value = [first, second, third, fourth].reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Makes an address of its value in host order.
  init(value: UInt32) {
    self.value = value
  }

  /// Parses four decimal numbers with points between.
  ///
  /// - Parameter text: For example 10.0.0.42; nothing else is an address.
  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    let numbers = parts.compactMap { $0 }
    guard parts.count == 4, numbers.count == 4 else { return nil }
    value = numbers.reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// The four numbers, first to last.
  public var bytes: [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
}

extension IPv4Address: CustomStringConvertible {
  /// The address in decimal.
  public var description: String { bytes.map { String($0) }.joined(separator: ".") }
}

extension IPv4Address: Codable {
  /// Reads the decimal form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let address = IPv4Address(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is not an IPv4 address")
    }
    self = address
  }

  /// Writes the decimal form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
