/// A connection to the guest, and what must come over it.
public struct TCPStep: Equatable, Sendable {
  public var port: UInt16
  /// What is sent once the connection stands.
  public var payload: [UInt8] = []
  public var expectation = Expectation.connection
  /// Whether the guest must close the connection after that.
  public var endsByGuest = false

  public init(port: UInt16) {
    self.port = port
  }

  /// What must come of it.
  public enum Expectation: Equatable, Sendable {
    /// That the connection stands.
    case connection
    /// Exactly these bytes.
    case payload([UInt8])
    /// Text that somewhere matches this pattern.
    case matches(String)
    /// That the guest refuses the connection.
    case refused
    /// That nobody answers for this long.
    case nothing(Duration)
  }

  var title: String {
    switch expectation {
    case .refused: "tcp port \(port) refuses"
    case .nothing: "tcp port \(port) says nothing"
    default: "tcp port \(port), \(payload.count) bytes"
    }
  }
}
