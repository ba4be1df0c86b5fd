internal import Symbols

/// Where an image keeps what it notes of its own execution, and what that means.
///
/// Source: LLVM 21, compiler-rt/include/profile/InstrProfData.inc.
struct CoverageSections: Equatable {
  /// A record for each function: its name's hash, its own, and where its counters are.
  var data: [UInt8]
  /// The functions' names.
  var names: [UInt8]
  /// Where the records lie in memory.
  var dataAddress: UInt64
  /// Where the names lie in memory.
  var namesAddress: UInt64
  /// Where the counters lie in memory, 8 bytes each.
  var countersAddress: UInt64
  /// How long they are.
  var countersByteCount: Int

  /// Finds the sections of an image.
  ///
  /// - Returns: Nil if the image notes nothing.
  init?(of image: ImageFile) {
    guard let data = image.section(named: "__llvm_prf_data"), data.isStored,
      let names = image.section(named: "__llvm_prf_names"), names.isStored,
      let counters = image.section(named: "__llvm_prf_cnts"),
      let dataBytes = image.bytes(at: data.address, count: Int(data.byteCount)),
      let nameBytes = image.bytes(at: names.address, count: Int(names.byteCount))
    else { return nil }
    self.init(
      data: dataBytes, names: nameBytes, dataAddress: data.address.rawValue,
      namesAddress: names.address.rawValue, countersAddress: counters.address.rawValue,
      countersByteCount: Int(counters.byteCount))
  }

  init(
    data: [UInt8], names: [UInt8], dataAddress: UInt64, namesAddress: UInt64,
    countersAddress: UInt64, countersByteCount: Int
  ) {
    self.data = data
    self.names = names
    self.dataAddress = dataAddress
    self.namesAddress = namesAddress
    self.countersAddress = countersAddress
    self.countersByteCount = countersByteCount
  }
}
