/// A request that a client sends.
public struct ClientRequest: Sendable {
  public var method: Method
  /// The path and the query, as they are sent: with `%` where that is needed.
  public var target: [UInt8]
  /// What follows the fields.
  public var content: [UInt8] = []
  private(set) var fields: [UInt8] = []
  /// Whether something in it would end a line.
  private(set) var isMalformed = false

  /// Makes a request.
  ///
  /// - Parameters:
  ///   - method: The method.
  ///   - target: The path and the query.
  public init(_ method: Method, _ target: [UInt8]) {
    self.method = method
    self.target = target
    isMalformed = target.isEmpty || target.contains { $0 <= 0x20 || $0 >= 0x7f }
  }

  /// Makes a request.
  ///
  /// - Parameters:
  ///   - method: The method.
  ///   - target: The path and the query.
  public init(_ method: Method, _ target: StaticString) { self.init(method, [UInt8](target)) }

  /// Adds a field; those that say where the content ends are added by the client.
  public mutating func add(_ name: StaticString, _ value: [UInt8]) {
    isMalformed = isMalformed || value.contains { !$0.isFieldContent }
    fields.append(name)
    fields.append(": ")
    fields += value
    fields.append("\r\n")
  }

  /// Adds a field with a constant value.
  public mutating func add(_ name: StaticString, _ value: StaticString) {
    add(name, [UInt8](value))
  }

  /// Adds the request, as it is sent, to a buffer.
  ///
  /// - Parameters:
  ///   - bytes: The buffer.
  ///   - host: The server's name, with its port if that is not 80.
  func append(to bytes: inout [UInt8], host: [UInt8]) {
    bytes.append(method.name)
    bytes.append(ASCII.space)
    bytes += target
    bytes.append(" HTTP/1.1\r\nHost: ")
    bytes += host
    bytes.append("\r\n")
    bytes += fields
    let hasContent = method == .post || method == .put || method == .patch
    if hasContent || !content.isEmpty {
      bytes.append("Content-Length: ")
      bytes.append(decimal: content.count)
      bytes.append("\r\n")
    }
    bytes.append("\r\n")
    bytes += content
  }
}
