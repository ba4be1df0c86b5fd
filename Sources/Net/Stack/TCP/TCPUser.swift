/// Who is told of what happens to a connection, or at a listener.
///
/// It is called while segments arrive and time passes: it takes note and leaves.
public protocol TCPUser: AnyObject {
  /// Something has happened.
  func take(_ events: TCPEvents)

  /// Bytes have arrived of a connection that shows them at once: see `TCPEndpoints.show`.
  ///
  /// - Parameter arrival: The bytes, where the network's device put them.
  /// - Returns: How many of the first were taken; the others wait to be read.
  func take(arrival: RawSpan) -> Int
}

extension TCPUser {
  /// Who does not ask for it is shown nothing.
  public func take(arrival: RawSpan) -> Int { 0 }
}
