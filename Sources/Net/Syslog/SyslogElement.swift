/// Values with names, in a message's part for machines.
///
/// Source: RFC 5424, section 6.3.
public struct SyslogElement: Equatable, Sendable {
  /// What kind of values these are: a registered name, or one with an at sign and a number.
  public var identifier: [UInt8]
  /// Their names, each with its value in UTF-8.
  public var parameters: [(name: [UInt8], value: [UInt8])]

  /// Makes an element.
  public init(_ identifier: [UInt8], _ parameters: [(name: [UInt8], value: [UInt8])] = []) {
    self.identifier = identifier
    self.parameters = parameters
  }

  public static func == (left: Self, right: Self) -> Bool {
    left.identifier == right.identifier && left.parameters.count == right.parameters.count
      && zip(left.parameters, right.parameters).allSatisfy {
        $0.name == $1.name && $0.value == $1.value
      }
  }
}
