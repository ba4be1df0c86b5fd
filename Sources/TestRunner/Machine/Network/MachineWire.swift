public import Frames

/// What this process has to do with the frames between a guest and its host.
///
/// It lasts as long as the process: a machine that is left running goes on without, and one with a
/// bad link without a network.
public struct MachineWire {
  /// Who sees every frame; nil for nobody.
  public var record: LinkRecord?
  /// The link over which they go; nil for the direct way.
  public var link: BadLink?
  /// Who sees those of the other network cards, in their order; empty for nobody.
  public var furtherRecords: [LinkRecord]

  public init(
    record: LinkRecord? = nil, link: BadLink? = nil, furtherRecords: [LinkRecord] = []
  ) {
    self.record = record
    self.link = link
    self.furtherRecords = furtherRecords
  }
}
