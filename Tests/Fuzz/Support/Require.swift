/// Ends the program with a message unless something is so, also where it is optimised.
///
/// - Parameters:
///   - condition: What must be so.
///   - message: What is wrong if it is not.
public func require(
  _ condition: Bool, _ message: @autoclosure () -> String = "what must be so is not"
) {
  if !condition { fatalError(message()) }
}
