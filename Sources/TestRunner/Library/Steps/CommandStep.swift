/// A command of the host, run in the network of the guest.
///
/// Its environment holds `SWIFTLET_ADDRESS` (the guest's), `SWIFTLET_HOST_ADDRESS`,
/// `SWIFTLET_INTERFACE` and `SWIFTLET_RUN_FOLDER`; its working folder is the service's.
public struct CommandStep: Equatable, Sendable {
  /// The line that the shell runs.
  public var line: String
  public var status = 0
  /// A pattern that the output must match somewhere; nil if any will do.
  public var output: String?
  /// A pattern that the output must not match anywhere; nil if any will do.
  public var absent: String?

  public init(line: String) {
    self.line = line
  }
}
