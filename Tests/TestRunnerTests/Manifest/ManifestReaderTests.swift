internal import Machine
internal import TestSupport
internal import Testing
@testable internal import TestRunner

@Suite struct ManifestReaderTests {
  private func read(_ text: String) throws -> Manifest {
    try ManifestReader.read(text, path: "test.yaml")
  }

  /// The first problem of a manifest that must be refused.
  private func problem(_ text: String) throws -> ManifestProblem {
    let error = try #require(throws: InvalidManifest.self) { _ = try read(text) }
    return try #require(error.problems.first)
  }

  @Test func `reads every key`() throws {
    let manifest = try read(Fixtures().text("manifests/full.yaml"))
    #expect(manifest.summary == "everything that a manifest can say")
    #expect(manifest.configuration == .debug)
    #expect(manifest.tools == [.sampler, .gdb])
    #expect(manifest.machines == [.pc, .q35])
    #expect(manifest.media == [BootMedium(.seabios, .qcow2), BootMedium(.ovmf, .iso)])
    #expect(manifest.memorySizes == [16, 128])
    #expect(manifest.processorCounts == [2])
    #expect(manifest.virtio == .legacy)
    #expect(manifest.network.address == "10.1.2.3")
    #expect(manifest.network.prefixLength == 16)
    #expect(manifest.network.gateway == "10.1.0.1")
    #expect(!manifest.network.isConfigured)
    #expect(manifest.network.offersOffload)
    #expect(manifest.arguments == ["log=debug", "seed=1"])
    #expect(manifest.qemuArguments == ["-cpu", "max"])
    #expect(manifest.sidecars.map(\.name) == ["dnsmasq", "sink"])
    #expect(manifest.readiness == .console("up"))
    #expect(manifest.limits.boot == .seconds(1))
    #expect(manifest.limits.step == .milliseconds(500))
    #expect(manifest.expectation.kind == .guestPanic)
    #expect(manifest.expectation.message == "overflow")
    #expect(manifest.expectation.function == "start")
    #expect(manifest.expectation.place == "Service.swift:12")
    #expect(manifest.expectation.event == "GUEST_PANICKED")
    #expect(!manifest.hasRecordChannel)
    #expect(manifest.resetCount == 1)
    #expect(manifest.steps.count == 17)
  }

  @Test func `what boots from a disk is a pc unless it says otherwise`() throws {
    #expect(try read("boot: seabios:raw").machines == [.pc])
    #expect(try read("{boot: ovmf:iso, machine: q35}").machines == [.q35])
  }

  @Test func `an empty mapping means the defaults`() throws {
    #expect(try read("{}") == Manifest())
  }

  @Test(arguments: [
    ("memroy: 3", 1, 1, "unknown key “memroy” in the manifest; did you mean “memory”?"),
    ("configuration: debgu", 1, 16, "“debgu” is none of release, debug; did you mean “debug”?"),
    ("tools: [gbd]", 1, 9, "“gbd” is none of sampler, gdb; did you mean “gdb”?"),
    ("memory: lots", 1, 9, "expected a whole number from 1 to 65536, found “lots”"),
    ("memory: 0", 1, 9, "expected a whole number from 1 to 65536, found “0”"),
    ("memory: []", 1, 9, "no size is named"),
    ("boot: floppy", 1, 7, "expected seabios or ovmf, a colon, and raw, qcow2, vdi or iso, found"),
    ("{machine: [pc, microvm], boot: ovmf:raw}", 1, 32, "a microvm has no disks"),
    ("memory:", 1, 8, "nothing stands here"),
    ("machine: q53", 1, 10, "“q53” is none of microvm, pc, q35; did you mean “q35”?"),
    ("machine: [pc, pc]", 1, 10, "a machine is named twice"),
    ("machine: []", 1, 10, "no machine is named"),
    ("virtio: new", 1, 9, "“new” is none of modern, transitional, legacy"),
    ("virtio: transitional", 1, 9, "microvm has no transitional devices"),
    ("address: 10.0.0", 1, 10, "expected an IPv4 address such as 10.0.0.42, found “10.0.0”"),
    (
      "address: 10.0.0.256", 1, 10, "expected an IPv4 address such as 10.0.0.42, found “10.0.0.256”"
    ),
    ("limits: {boot: 3}", 1, 16, "expected a duration such as 500ms or 10s, found “3”"),
    ("limits: {bot: 3s}", 1, 10, "unknown key “bot” in “limits”; did you mean “boot”?"),
    ("ready: yes", 1, 8, "“ready” must be a mapping of keys to values, found “yes”"),
    ("expect: panic", 1, 9, "“panic” is none of "),
    ("expect: {message: x}", 1, 9, "“verdict” is missing"),
    ("steps: 3", 1, 8, "“steps” must be a list, found “3”"),
    ("steps: [3]", 1, 9, "a step must be a mapping of keys to values, found “3”"),
    ("steps:\n  - pnig: 3", 2, 5, "unknown key “pnig” in a step; did you mean “ping”?"),
    ("steps:\n  - {ping: 3, run: ls}", 2, 5, "a step needs exactly one action, found ping and run"),
    ("steps:\n  - limit: 3s", 2, 5, "a step needs exactly one action, found none"),
    ("steps:\n  - ping: many", 2, 11, "expected a whole number from 1 to 1000000, found “many”"),
    ("steps: [{exit: 0}, {ping: 1}]", 1, 8, "“exit with status 0” must be the last step"),
    ("steps: [{power: off}, {ping: 1}]", 1, 8, "“power off” must be the last step"),
    ("steps: [{run: {status: 1}}]", 1, 15, "“command” is missing"),
    ("steps: [{console: {matches: '('}}]", 1, 29, "not a regular expression: "),
    ("steps: [{console: {present: no}}]", 1, 19, "“console” needs exactly one of line, "),
    ("steps: [{heap: full}]", 1, 16, "expected “balanced”, found “full”"),
    ("steps: [{counter: {name: drops}}]", 1, 19, "“counter” needs equals, at-least or at-most"),
    ("a: 1\na: 2", 1, 1, "the mapping has “a” more than once"),
    ("steps: [", 2, 1, "not YAML: "),
    ("steps:\n\t- ping: 1", 2, 1, "not YAML: no value begins like this; lines are"),
    ("", 1, 1, "the file is empty"),
    ("- 3", 1, 1, "the manifest must be a mapping of keys to values, found a list"),
  ])
  func `refuses a wrong manifest at its place`(
    text: String, line: Int, column: Int, message: String
  ) throws {
    let problem = try problem(text)
    #expect(problem.message.hasPrefix(message), "\(problem.message)")
    #expect([problem.line, problem.column] == [line, column])
  }

  @Test func `reports all problems of a file at once`() throws {
    let text = try Fixtures().text("manifests/wrong.yaml")
    let error = try #require(throws: InvalidManifest.self) { _ = try read(text) }
    let found = error.description + "\n"
    #expect(try found == Fixtures().expected("manifests/wrong.expected.txt", for: found))
  }
}
