/// The guest must lend memory to the host, or take it back, until it has just so much.
public struct BalloonStep: Equatable, Sendable {
  /// Memory that the guest shall keep, in mebibytes.
  public var megabytes: Int

  public init(megabytes: Int) {
    self.megabytes = megabytes
  }

  var title: String { "balloon leaves \(megabytes) MB" }
}
