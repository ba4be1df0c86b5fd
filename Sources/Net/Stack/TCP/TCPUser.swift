/// Who is told of what happens to a connection, or at a listener.
///
/// It is called while segments arrive and time passes: it takes note and leaves.
public protocol TCPUser: AnyObject {
  /// Something has happened.
  func take(_ events: TCPEvents)
}
