internal import Machine
internal import Yams

/// Reads what a manifest says of the network cards behind the first.
struct InterfaceReader {
  let collector: Fields.Collector

  /// The most cards that a guest looks for, the first one included.
  static let limit = 8

  /// Reads the list of cards; an empty mapping stands for one with the usual addresses.
  func read(_ fields: Fields) -> [NetworkSettings] {
    guard let node = fields.node("interfaces") else { return [] }
    guard let items = node.sequence else {
      fields.report("“interfaces” must be a list, found \(node.kindName)", at: "interfaces")
      return []
    }
    if items.count >= Self.limit {
      fields.report("there can be at most \(Self.limit - 1) further cards", at: "interfaces")
    }
    return items.enumerated().map { index, item in settings(item, number: index + 1) }
  }

  private func settings(_ node: Node, number: Int) -> NetworkSettings {
    let usual = MachineNetwork(number: number)
    var settings = NetworkSettings()
    settings.address = "\(usual.guest)"
    settings.gateway = "\(usual.host)"
    let known = ["address", "prefix", "host", "configured"]
    let fields = Fields(node, of: "a network card", known: known, into: collector)
    fields.read("address", .address, into: &settings.address)
    fields.read("prefix", .integer(1...30), into: &settings.prefixLength)
    fields.read("host", .address, into: &settings.gateway)
    fields.read("configured", .flag, into: &settings.isConfigured)
    return settings
  }
}
