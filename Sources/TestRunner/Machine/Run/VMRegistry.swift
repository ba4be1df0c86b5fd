internal import Foundation
internal import Glibc

/// The machines that run without a runner: one link per name, in `.swiftlet/vms`.
public struct VMRegistry: Sendable {
  /// The folder of the links.
  let path: String
  /// The folder of the runs, tests that go on among them.
  private let runs: String

  /// Takes the registry of a folder `.swiftlet`; nothing is made yet.
  public init(root: String) {
    let absolute =
      root.hasPrefix("/") ? root : FileManager.default.currentDirectoryPath + "/" + root
    path = absolute + "/vms"
    runs = absolute + "/runs"
  }

  /// The machines that run, by name; what is left of others is removed.
  public func list() -> [RegisteredMachine] {
    names().compactMap { name in
      if let machine = read(name), machine.isRunning { return machine }
      remove(name)
      return nil
    }
  }

  /// Finds a running machine.
  ///
  /// - Parameter name: Its name, nil for the only one that runs.
  /// - Returns: The machine.
  /// - Throws: `noMachine` if there is none of that name, or not exactly one.
  public func find(_ name: String?) throws(MachineError) -> RegisteredMachine {
    let running = list()
    var matches = name.map { name in running.filter { $0.name == name } } ?? running
    if matches.isEmpty { matches = tests(named: name) }
    guard matches.count == 1, let machine = matches.first else { throw .noMachine(name ?? "") }
    return machine
  }

  /// The machines of tests that go on.
  ///
  /// - Parameter name: The test's name, or its last part; nil for all.
  /// - Returns: Those that run.
  private func tests(named name: String?) -> [RegisteredMachine] {
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: runs)) ?? []
    return folders.filter { $0 != "latest" }.sorted().compactMap { folder in
      guard let machine = RegisteredMachine.read(RunFolder(path: "\(runs)/\(folder)")),
        machine.isRunning
      else { return nil }
      guard let name else { return machine }
      return machine.name == name || machine.name.hasSuffix("/\(name)") ? machine : nil
    }
  }

  /// Adds a machine.
  ///
  /// - Parameter machine: A machine that runs.
  /// - Throws: `nameTaken` if another one of that name runs, `refused` if a file cannot be made.
  func add(_ machine: RegisteredMachine) throws(MachineError) {
    try machine.write()
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    if let old = read(machine.name), !old.isRunning { remove(machine.name) }
    guard symlink(machine.folder, link(machine.name)) == 0 else {
      guard errno != EEXIST else { throw .nameTaken(machine.name) }
      throw .refusal("link", link(machine.name))
    }
  }

  /// Forgets a machine; what it left in its run folder stays.
  ///
  /// - Parameter name: Its name.
  public func remove(_ name: String) {
    unlink(link(name))
  }

  /// The path by which the folder of a machine can be reached, should one of that name run.
  public func folder(of name: String) -> String { link(name) }

  /// The run folders that links point to.
  func folders() -> Set<String> {
    Set(names().compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: link($0)) })
  }

  private func names() -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  private func link(_ name: String) -> String { "\(path)/\(RunFolder.fileName(name))" }

  private func read(_ name: String) -> RegisteredMachine? {
    RegisteredMachine.read(RunFolder(path: link(name)))
  }
}
