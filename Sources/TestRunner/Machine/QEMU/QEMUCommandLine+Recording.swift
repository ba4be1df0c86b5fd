/// Arguments that make QEMU note all that reaches the guest, or repeat it.
extension QEMUCommandLine {
  /// The clock that counts instructions, and the file.
  ///
  /// Going backwards takes a disk for snapshots, which the guest does not see.
  ///
  /// Source: QEMU, docs/system/replay.rst.
  static func recording(_ configuration: MachineConfiguration) -> [String] {
    switch configuration.recording {
    case nil: []
    case .record(let file): ["-icount", "shift=auto,rr=record,rrfile=\(file)"]
    case .replay(let file):
      [
        "-icount", "shift=auto,rr=replay,rrfile=\(file)",
        "-drive", "file=\(RunFolder.Name.snapshots),if=none,format=qcow2,id=snapshots",
      ]
    }
  }

  /// What makes frames part of the recording.
  static func recordedLink(_ configuration: MachineConfiguration) -> [String] {
    guard configuration.recording != nil else { return [] }
    return ["-object", "filter-replay,id=replay,netdev=\(linkName)"]
  }
}
