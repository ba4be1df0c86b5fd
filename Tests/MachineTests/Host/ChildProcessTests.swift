internal import CLaunch
internal import Foundation
internal import Glibc
internal import Testing

@testable internal import Machine

@Suite struct ChildProcessTests {
  private func run(
    _ command: [String], folder: String? = nil, extra: [Descriptor] = []
  ) throws -> (output: String, status: ProcessStatus?) {
    let null = try Descriptor(path: "/dev/null", flags: O_RDWR)
    let output = try Descriptor.pipe()
    let child = try ChildProcess.start(
      command, environment: ["PATH": "/usr/bin:/bin", "WORD": "b c"], folder: folder,
      descriptors: [null, output.writing, null] + extra)
    let status = child.reap(waiting: true)
    return (String(decoding: output.reading.readAvailable() ?? [], as: UTF8.self), status)
  }

  @Test func `passes arguments and variables as they are`() throws {
    let result = try run(["sh", "-c", "printf '%s|' \"$@\" \"$WORD\"", "x", "a  b", "", "'"])
    #expect(result.output == "a  b||'|b c|")
    #expect(result.status == .exited(0))
  }

  @Test func `gives the program exactly the descriptors it was given`() throws {
    let pair = try Descriptor.socketPair()
    let others = try Descriptor.pipe()
    let result = try run(["sh", "-c", "echo /proc/self/fd/*"], extra: [pair.other, pair.other])
    withExtendedLifetime((others, pair)) {}
    // The shell itself opens the folder while it lists it.
    let numbers = result.output.split(separator: " ").compactMap { Int($0.suffix(1)) }
    #expect(numbers.prefix(5) == [0, 1, 2, 3, 4])
    #expect(numbers.count <= 5 || result.output.split(separator: " ").count == 6)
  }

  @Test func `says so if there is no descriptor for the child`() async {
    await #expect(processExitsWith: .exitCode(0)) {
      let free = dup(0)
      close(free)
      var limit = rlimit(rlim_cur: rlim_t(free), rlim_max: rlim_t(free))
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      do throws(MachineError) {
        _ = try ChildProcess.start(["sleep", "60"], environment: ["PATH": "/bin"], descriptors: [])
        exit(1)
      } catch {
        guard case .refused("run", _, EMFILE) = error else { exit(2) }
        // None is left that nobody could end.
        exit(launch_wait(-1, nil, 0) == -1 ? 0 : 3)
      }
    }
  }

  @Test func `starts in a folder`() throws {
    #expect(try run(["pwd"], folder: "/usr").output == "/usr\n")
  }

  @Test func `starts with no signal blocked or ignored`() throws {
    let result = try run(["grep", "-E", "^Sig(Blk|Ign):", "/proc/self/status"])
    let masks = result.output.split(whereSeparator: \.isWhitespace).compactMap {
      UInt64($0, radix: 16)
    }
    // Signals 32 and 33 are the C library's own, which nobody else can set.
    #expect(masks.map { $0 & ~(3 << 31) } == [0, 0])
  }

  @Test func `leads a session of its own`() throws {
    let result = try run(["sh", "-c", "cut -d' ' -f1,6 /proc/$$/stat"])
    let numbers = result.output.split { $0 == " " || $0 == "\n" }
    #expect(numbers.count == 2 && numbers.first == numbers.last)
  }

  @Test func `waits for whoever is still writing the program`() throws {
    try TestMachine.withFolder { folder in
      let path = folder + "/program"
      _ = try run(["sh", "-c", "printf '#!/bin/sh\\necho done' >\(path); chmod 755 \(path)"])
      let writer = open(path, O_WRONLY | O_CLOEXEC)
      let changes = inotify_init1(0)
      inotify_add_watch(changes, path, UInt32(IN_OPEN))
      let closing = Thread {
        // The first try opens the file; some kernels do not tell of one that fails.
        var opened = pollfd(fd: changes, events: Int16(POLLIN), revents: 0)
        poll(&opened, 1, 100)
        close(writer)
        close(changes)
      }
      closing.start()
      #expect(try run([path]).output == "done\n")
    }
  }

  @Test func `says why a file is no program`() throws {
    try TestMachine.withFolder { folder in
      let path = folder + "/no-program"
      // Written by another process: a file that this one has open for writing is busy.
      _ = try run(["sh", "-c", "echo nothing >\(path); chmod 755 \(path)"])
      #expect(throws: MachineError.refused(operation: "run", subject: path, errno: ENOEXEC)) {
        try run([path])
      }
    }
  }

  @Test func `ends at a signal and is reaped once`() throws {
    let null = try Descriptor(path: "/dev/null", flags: O_RDWR)
    let child = try ChildProcess.start(
      ["sleep", "100"], environment: ["PATH": "/usr/bin:/bin"], descriptors: [null, null, null])
    #expect(child.reap(waiting: false) == nil)
    child.send(SIGTERM)
    #expect(child.reap(waiting: true) == .signalled(SIGTERM))
    #expect(child.reap(waiting: true) == .signalled(SIGTERM))
    child.send(SIGTERM)
  }
}
