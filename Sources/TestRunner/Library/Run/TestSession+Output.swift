internal import Glibc
internal import Machine

/// Keeping a guest that never stops talking from filling the host's disk.
extension TestSession {
  /// How long the file of one channel may get, in bytes: QEMU writes it, and stops at nothing.
  static let maximumOutputByteCount = 1 << 30

  /// Ends the test of a guest that has written too much; looked at once a second.
  ///
  /// A machine that is left running has nobody who does so.
  func checkOutputFiles() {
    let files = [RunFolder.Name.console: "its console", RunFolder.Name.records: "records"]
    for (name, what) in files {
      var status = stat()
      guard stat(machine.folder.file(name), &status) == 0,
        status.st_size > Self.maximumOutputByteCount
      else { continue }
      let size = "\(Self.maximumOutputByteCount >> 30) GiB"
      settle(
        Verdict(.failedExpectation, "the guest has written more than \(size) to \(what) (\(name))"))
    }
  }
}
