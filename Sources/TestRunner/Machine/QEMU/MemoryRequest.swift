/// What QEMU's monitor is asked, to write a part of the guest's memory into a file.
///
/// Source: QEMU QMP reference manual.
struct MemoryRequest {
  /// The monitor's command.
  static let command = "pmemsave"

  /// The command's arguments.
  let arguments: [String: JSONValue]

  /// Asks for a part of the memory.
  ///
  /// - Parameters:
  ///   - address: Physical address of the first byte; where a guest names it, any number.
  ///   - count: How many bytes.
  ///   - name: Name of the file, in QEMU's folder.
  /// - Throws: `noMemory` if the address is none that QEMU takes.
  init(at address: UInt64, count: Int, into name: String) throws(MachineError) {
    // The monitor's numbers end below 2^63, and so does every machine's memory.
    guard let place = Int(exactly: address) else { throw .noMemory(address: address) }
    arguments = ["val": .integer(place), "size": .integer(count), "filename": .string(name)]
  }
}
