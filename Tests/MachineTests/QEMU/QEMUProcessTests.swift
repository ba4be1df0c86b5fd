internal import Foundation
internal import Testing

@testable internal import Machine

@Suite struct QEMUProcessTests {
  @Test func `notes a command that can be repeated by hand`() throws {
    let folder: (script: String, status: ProcessStatus?, output: String) =
      try TestMachine.withMachine(TestMachine.configuration("leave")) { machine in
        _ = try machine.events { $0.isExit }
        let path = machine.folder.file(RunFolder.Name.commandLine)
        let script = try String(contentsOfFile: path, encoding: .utf8)
        let null = try Descriptor(path: "/dev/null", flags: 2)
        let output = try Descriptor.pipe()
        let child = try ChildProcess.start(
          ["sh", RunFolder.Name.commandLine],
          environment: ProcessInfo.processInfo.environment, folder: machine.folder.path,
          descriptors: [null, output.writing, null])
        let status = child.reap(waiting: true)
        let bytes = output.reading.readAvailable() ?? []
        return (script, status, String(decoding: bytes, as: UTF8.self))
      }
    #expect(folder.script.hasPrefix("# qemu-system-x86_64 "))
    #expect(folder.script.contains("fd=6"))
    #expect(folder.status == .exited(33))
    #expect(folder.output == "stub: hello\n")
  }

  @Test func `reads nothing where QEMU wrote nothing`() {
    #expect(QEMUProcess.standardError(RunFolder(path: "/no/such")).isEmpty)
  }
}
