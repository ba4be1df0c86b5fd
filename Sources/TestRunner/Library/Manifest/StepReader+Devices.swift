/// Steps about what is plugged into the machine.
extension StepReader {
  func disk(_ fields: Fields) -> DiskStep? {
    let known = ["number", "offset", "text", "hex"]
    guard let disk = fields.fields("disk", of: "“disk”", known: known) else { return nil }
    guard disk.has("text") != disk.has("hex") else {
      disk.report("“disk” needs exactly one of text, hex")
      return nil
    }
    guard let bytes = disk.read("text", .bytes) ?? disk.read("hex", .hexadecimal) else {
      return nil
    }
    guard !bytes.isEmpty else {
      disk.report("nothing is expected of the disk")
      return nil
    }
    var step = DiskStep(bytes: bytes)
    disk.read("number", .integer(0...3), into: &step.number)
    disk.read("offset", .byteCount, into: &step.offset)
    return step
  }

  func balloon(_ fields: Fields) -> BalloonStep? {
    fields.read("balloon", .integer(1...65536)).map(BalloonStep.init)
  }
}
