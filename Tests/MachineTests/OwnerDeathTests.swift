internal import Foundation
internal import Glibc
internal import Testing

@testable internal import Machine

/// What is left when the process that started a machine is killed, which it cannot prepare for.
///
/// The owner is this test program once more, with a variable that makes one test play the owner.
@Suite struct OwnerDeathTests {
  private static let variable = "MACHINE_OWNER_ROOT"
  private static let root = ProcessInfo.processInfo.environment[variable]

  @Test(.enabled(if: root != nil, "plays the owner that another test kills"))
  func `plays the owner`() throws {
    let root = try #require(Self.root)
    let folder = try RunFolder.create(in: root, test: "owner")
    let machine = try VirtualMachine.start(TestMachine.configuration("spin"), in: folder)
    // A grandchild in a session of its own is what a signal to the group would miss.
    let script = "setsid sleep 1001 & exec sleep 1002"
    let client = try machine.launch(["sh", "-c", script])
    _ = try machine.events { if case .records = $0 { true } else { false } }
    if ProcessInfo.processInfo.environment["MACHINE_OWNER_DETACHES"] != nil {
      try machine.detach(as: "left", in: VMRegistry(root: root))
    }
    let pids = [machine.qemu.pid, machine.namespace.holderPID, client.child.pid]
    let network = try #require(namespaceName(machine.qemu.pid))
    let line = pids.map { String($0) }.joined(separator: " ") + " \(network)\n"
    try line.write(toFile: root + "/ready", atomically: true, encoding: .utf8)
    _ = try machine.nextEvent(until: .soon)
    while try machine.nextEvent(until: .soon) != nil {}
  }

  @Test func `leaves nothing when the owner is killed`() throws {
    try withOwner { owner, pids, network, _ in
      #expect(!processes(in: network).isEmpty)
      owner.send(SIGKILL)
      owner.reap(waiting: true)
      #expect(TestMachine.waitUntil { pids.allSatisfy { ProcessIdentity(pid: $0) == nil } })
      #expect(TestMachine.waitUntil { processes(in: network).isEmpty })
    }
  }

  @Test func `leaves a detached machine when the owner is killed`() throws {
    try withOwner(["MACHINE_OWNER_DETACHES": "1"]) { owner, pids, network, root in
      let machine = try AttachedMachine("left", in: VMRegistry(root: root))
      owner.send(SIGKILL)
      owner.reap(waiting: true)
      #expect(pids.allSatisfy { ProcessIdentity(pid: $0) != nil })
      #expect(try machine.run(["sh", "-c", "exit 7"]) == .exited(7))
      try machine.stop()
      #expect(TestMachine.waitUntil { processes(in: network).isEmpty })
      #expect(VMRegistry(root: root).list().isEmpty)
    }
  }

  /// Runs the owner as a process and waits until its machine runs.
  private func withOwner(
    _ variables: [String: String] = [:],
    _ body: (ChildProcess, [Int32], String, String) throws -> Void
  ) throws {
    try TestMachine.withFolder { root in
      let arguments = try #require(FileManager.default.contents(atPath: "/proc/self/cmdline"))
        .split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      var environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
      environment[Self.variable] = root
      let null = try Descriptor(path: "/dev/null", flags: O_RDWR)
      let command =
        [arguments[0]] + withoutFilter(arguments.dropFirst())
        + ["--filter", "OwnerDeathTests/.plays the owner"]
      let owner = try ChildProcess.start(
        command, environment: environment, descriptors: [null, null, null])
      defer {
        owner.send(SIGKILL)
        owner.reap(waiting: true)
      }
      let ready = root + "/ready"
      try #require(TestMachine.waitUntil { FileManager.default.fileExists(atPath: ready) })
      let words = try String(contentsOfFile: ready, encoding: .utf8).split(separator: " ")
      let network = try #require(words.last).filter { !$0.isNewline }
      try body(owner, words.dropLast().compactMap { Int32($0) }, network, root)
    }
  }

  private func withoutFilter(_ arguments: ArraySlice<String>) -> [String] {
    var rest: [String] = []
    var skips = false
    for argument in arguments {
      if !skips && argument != "--filter" && argument != "--skip" { rest.append(argument) }
      skips = !skips && (argument == "--filter" || argument == "--skip")
    }
    return rest
  }

  private func namespaceName(_ pid: Int32) -> String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/ns/net")
  }

  private func processes(in network: String) -> [Int32] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [])
      .compactMap { Int32($0) }.filter { namespaceName($0) == network }
  }
}
