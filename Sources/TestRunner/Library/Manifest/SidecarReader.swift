internal import Yams

/// Reads which programs a manifest starts beside the guest.
struct SidecarReader {
  let collector: Fields.Collector

  /// The programs, in the order in which they are started.
  func read(_ fields: Fields) -> [Sidecar] {
    guard let node = fields.node("sidecars") else { return [] }
    let items = node.sequence.map(Array.init) ?? [node]
    let sidecars = items.compactMap(sidecar)
    if Set(sidecars.map(\.name)).count != sidecars.count {
      fields.report("a sidecar is named twice", at: "sidecars")
    }
    return sidecars
  }

  /// What serves on Linux what the guest does: a command, or one with what shows that it serves.
  func reference(_ fields: Fields) -> Sidecar? {
    guard let node = fields.node("reference") else { return nil }
    if node.scalar != nil {
      return fields.read("reference", .text).map { Sidecar(name: "reference", line: $0) }
    }
    let known = ["command", "ready"]
    guard let reference = fields.fields("reference", of: "“reference”", known: known),
      let line = reference.require("command", .text)
    else { return nil }
    var sidecar = Sidecar(name: "reference", line: line)
    reference.read("ready", .pattern, into: &sidecar.ready)
    return sidecar
  }

  private func sidecar(_ node: Node) -> Sidecar? {
    let known = ["name", "command", "folder", "ready"]
    let fields = Fields(node, of: "a sidecar", known: known, into: collector)
    guard node.mapping != nil, let name = fields.require("name", .fileName) else { return nil }
    guard fields.has("command") != fields.has("folder") else {
      fields.report("a sidecar needs exactly one of command, folder")
      return nil
    }
    let (line, folder) = (fields.read("command", .text), fields.read("folder", .folderName))
    guard line != nil || folder != nil else { return nil }
    var sidecar = Sidecar(name: name, line: line ?? "")
    sidecar.folder = folder
    fields.read("ready", .pattern, into: &sidecar.ready)
    return sidecar
  }
}

extension NodeDecoder where Value == String {
  /// A word that may be part of a file's name.
  fileprivate static var fileName: NodeDecoder {
    text.then { text in
      guard text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }) else {
        return .problem("expected letters, digits and hyphens, found “\(text)”")
      }
      return .value(text)
    }
  }
}
