internal import Foundation
internal import Machine
internal import Telemetry
internal import TestSupport

@testable internal import TestRunner

/// A program in QEMU's place that lies, stalls, tears its output or dies as a test wants it.
///
/// It has the descriptors that QEMU inherits, and answers the monitor's commands unless told not
/// to. Its script is Python; the prelude says what it has to work with.
struct FakeQEMU {
  /// What the fake does, in Python.
  var script: String
  /// The manifest without its limits.
  var manifest = "{}"
  /// Whether there is a gdb.
  var hasDebugger = true
  /// What is known of counts.
  var baseline = "x: {start: 2, work: 100}"
  /// What the image's file holds.
  var image = Array("no ELF".utf8)
  /// Clients that take the place of those that are installed, in words of a shell.
  var clients: [String: String] = [:]

  /// Keeps what an encoder writes.
  private struct ArraySink: ByteSink {
    var bytes: [UInt8] = []
    mutating func write(_ byte: UInt8) { bytes.append(byte) }
  }

  /// The bytes of records after those with which every guest begins, in hexadecimal.
  private static func hex(
    after count: Int, _ send: (inout RecordEncoder<ArraySink>) -> Void
  ) -> String {
    var encoder = RecordEncoder(sink: ArraySink())
    encoder.send(BootRecord(memoryByteCount: 1, timestampAtEntry: 0, kernelVersion: "1"))
    encoder.send(ready)
    let start = encoder.sink.bytes.count
    send(&encoder)
    return encoder.sink.bytes.dropFirst(count == 0 ? 0 : start)
      .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private static let ready = ReadyRecord(
    nanosecondsSinceEntry: 1, timestamp: 2, address: 0x0a00_002a, heapByteCount: 4096)

  /// The records that a script can send, as constants of Python.
  private static var constants: String {
    let panic = PanicRecord(reason: .exception, message: "x")
    let stall = PanicRecord(reason: .stall, message: "x")
    let passed = TestRecord(name: "sum", hasPassed: true, line: 3)
    let one = hex(after: 1) { $0.send(passed) }
    let two = hex(after: 1) { encoder in
      encoder.send(passed)
      encoder.send(passed)
    }
    let values = [
      "LATER": String(two.dropFirst(one.count)),
      "READY": hex(after: 0) { _ in },
      "AGAIN": hex(after: 1) { $0.send(ready) },
      "EXIT0": hex(after: 1) { $0.send(ExitRecord(status: 0, reason: "")) },
      "EXIT3": hex(after: 1) { $0.send(ExitRecord(status: 3, reason: "")) },
      "PANIC": hex(after: 1) { $0.send(panic) },
      "STALL": hex(after: 1) { $0.send(stall, as: .stall) },
      "WRONG": hex(after: 1) { $0.send(TestRecord(name: "sum", hasPassed: false, line: 3)) },
    ]
    return values.sorted { $0.key < $1.key }
      .map { "\($0.key) = bytes.fromhex(\"\($0.value)\")" }.joined(separator: "\n")
  }

  /// What every script can use.
  private static var prelude: String {
    """
    #!/usr/bin/python3 -IS
    import json, os, signal, socket, sys, time
    console, records, monitor = (socket.socket(fileno=n) for n in (3, 4, 5))
    \(constants)
    def cpu(flags, halted):
        return f"CPU#0\\nRIP=100000 RSP=200000 RFL={flags} HLT={halted}\\nCR3=1000\\n"
    IDLE, BUSY, SPIN, DEAD = cpu("246", 1), cpu("246", 0), cpu("2", 0), cpu("2", 1)
    processors, state = IDLE, "running"
    counts = []
    memory = {}
    reader = monitor.makefile("rb")
    def say(value): monitor.sendall(json.dumps(value).encode() + b"\\r\\n")
    def event(name, **data): say({"event": name, "data": data})
    def answer():
        line = reader.readline()
        if not line: sys.exit(0)
        command = json.loads(line)
        result = {}
        if command["execute"] == "query-status": result = {"status": state}
        if command["execute"] == "query-replay" and counts:
            result = {"icount": counts.pop(0) if len(counts) > 1 else counts[0]}
        if command["execute"] == "human-monitor-command": result = processors
        if command["execute"] == "pmemsave" and memory: save(**command["arguments"])
        say({"return": result, "id": command["id"]})
        if command["execute"] == "quit": leave(0)
        return command["execute"]
    def save(val, size, filename):
        # The words that are known, by their addresses, among zeros.
        words = [memory.get(val + n, 0) for n in range(0, size, 8)]
        open(filename, "wb").write(b"".join(w.to_bytes(8, "little") for w in words)[:size])
    def start():
        say({"QMP": {}})
        answer()
        answer()
        event("RESUME")
    def ready():
        start()
        records.sendall(READY)
    def serve():
        while True: answer()
    def stub(reply=b"+$OK#9a"):
        # A guest that stands still from a debugger's coming to its leave; None hangs up on it.
        import threading
        place = socket.socket(socket.AF_UNIX)
        place.bind("gdb.sock")
        place.listen(4)
        def talk():
            global processors
            while True:
                peer, seen = place.accept()[0], b""
                processors = SPIN
                while part := peer.recv(4096):
                    seen += part
                    if b"$D" not in seen: continue
                    processors, seen = IDLE, b""
                    if reply is None: break
                    peer.sendall(reply)
                peer.close()
        threading.Thread(target=talk, daemon=True).start()
    def leave(status):
        sys.stdout.flush()
        os._exit(status)
    def hang():
        while True: signal.pause()

    """
  }

  /// A program in gdb's place, which attaches and takes commands in Python.
  private static let debugger = """
    #!/usr/bin/python3 -IS
    import os, signal, socket, sys
    os.chdir(os.environ["SWIFTLET_RUN_FOLDER"])
    peer = socket.socket(socket.AF_UNIX)
    peer.connect("gdb.sock")
    for path in (sys.argv[n + 1] for n, word in enumerate(sys.argv) if word == "-x"):
        for line in open(path):
            if not line.startswith(("set ", "echo ", "source ")): exec(line)

    """

  /// Runs the fake under the runner.
  ///
  /// - Parameter adjust: Changes how tests are run.
  /// - Returns: What the test came to.
  /// - Throws: If the package for the test cannot be made.
  func run(_ adjust: (inout SuiteSettings) -> Void = { _ in }) throws -> [CaseResult] {
    let folder = try TemporaryFolder()
    try write(into: folder)
    let root = folder.path
    var options = RunOptions()
    options.skipsBuild = true
    options.accelerator = .tcg
    options.qemu = "\(root)/qemu"
    options.debugger = hasDebugger ? "\(root)/gdb" : "\(root)/nowhere"
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    options.clientPath = "\(root)/clients:\(path)"
    let service = ServiceFolder(path: "\(root)/IntegrationTests/x", packageRoot: root)
    let plan = Plan([service], options: options) { _ in manifest }
    var settings = SuiteSettings()
    adjust(&settings)
    final class Recorder: Reporter {
      var results: [CaseResult] = []
      func receive(_ event: TimedEvent) {
        if case .ended(let found) = event.event { results = found }
      }
    }
    let recorder = Recorder()
    let suite = SuiteRunner(
      packageRoot: root, options: options, settings: settings, reporters: [recorder])
    _ = suite.run(plan)
    return recorder.results
  }

  /// Makes the package and all programs.
  private func write(into folder: TemporaryFolder) throws {
    try folder.write("", to: "Package.swift")
    try folder.write("", to: "IntegrationTests/x/Service.swift")
    let path = ".build/image/x86_64-unknown-linux-gnu/release/x"
    try folder.write("", to: path)
    try Data(image).write(to: URL(filePath: "\(folder.path)/\(path)"))
    try folder.write(baseline, to: "IntegrationTests/baseline.yaml")
    try folder.write(manifest, to: "IntegrationTests/x/test.yaml")
    var programs = ["qemu": Self.prelude + script, "gdb": Self.debugger]
    for (name, line) in clients { programs["clients/\(name)"] = "#!/bin/sh\n\(line)\n" }
    for (name, text) in programs {
      try folder.write(text, to: name)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: "\(folder.path)/\(name)")
    }
  }
}
