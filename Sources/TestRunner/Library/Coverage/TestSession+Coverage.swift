internal import Glibc
internal import Machine

/// Taking from a guest's memory what it noted of its own execution.
extension TestSession {
  /// Adds up the counters before the host resets the machine, which clears them.
  func noteCoverage() {
    guard let sections = image.coverage, let counters = readCoverage(sections) else { return }
    coveredBefore = coveredBefore.map { RawProfile.sum($0, counters) } ?? counters
  }

  /// Writes the counters for LLVM's tools; the guest may have ended by any way.
  ///
  /// - Parameters:
  ///   - test: The test's name.
  ///   - folder: Where all about coverage is kept.
  /// - Returns: Nil if the guest had no counters, or QEMU no memory.
  func keepCoverage(of test: String, in folder: String) -> CoveredRun? {
    guard let sections = image.coverage, var counters = readCoverage(sections) else { return nil }
    if let before = coveredBefore { counters = RawProfile.sum(before, counters) }
    guard let profile = RawProfile(sections, counters: counters) else { return nil }
    let path = CoveredRun.path(of: test, in: folder)
    Folder.create("\(folder)/tests")
    // The same test may run at the same time, with `--count`: one of them is kept, and whole.
    let own = UnfinishedFile.name(
      for: "\(path).\(ImageBuilder.hash(machine.folder.path))")
    let descriptor = open(own, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return nil }
    let isWritten = Folder.write(profile.bytes, to: descriptor)
    guard close(descriptor) == 0, isWritten, rename(own, path) == 0 else {
      unlink(own)
      return nil
    }
    return CoveredRun(profile: path, image: image.path)
  }

  private func readCoverage(_ sections: CoverageSections) -> [UInt8]? {
    machine.memory?.read(at: sections.countersAddress, count: sections.countersByteCount)
  }
}
