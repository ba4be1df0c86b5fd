internal import Machine
internal import Synchronization

/// Says to all threads that nothing more is to be begun.
final class StopSign: Sendable {
  private let state = Atomic(false)

  var isSet: Bool { state.load(ordering: .acquiring) }

  func set() { state.store(true, ordering: .releasing) }
}

/// The run folders that are not to make room for others as long as the run lasts.
final class FailedFolders: Sendable {
  private let folders = Mutex<[RunFolder]>([])

  func add(_ folder: RunFolder) {
    folders.withLock { $0.append(folder) }
  }
}
