internal import Glibc
internal import Testing

@testable internal import Machine

@Suite struct MachineErrorTests {
  @Test func `names the program that is missing`() {
    #expect("\(MachineError.missingProgram("dig"))" == "cannot find the program 'dig'")
  }

  @Test func `says what was refused and why`() {
    let error = MachineError.refused(operation: "open", subject: "/x", errno: ENOENT)
    #expect("\(error)" == "cannot open /x: No such file or directory")
  }

  @Test func `says how to allow TAP interfaces`() {
    #expect("\(MachineError.noTAP(errno: EACCES))".hasSuffix("sudo chmod 0666 /dev/net/tun"))
    #expect("\(MachineError.noTAP(errno: ENOENT))".hasSuffix("sudo modprobe tun"))
  }

  @Test func `says how to allow namespaces`() {
    #expect("\(MachineError.noNamespace(errno: EPERM))".contains("user namespaces"))
    #expect("\(MachineError.noNamespace(errno: ENOSPC))".contains("max_user_namespaces"))
  }

  @Test func `names the machine`() {
    #expect("\(MachineError.noMachine("dns"))" == "no machine named 'dns' is running")
    #expect("\(MachineError.nameTaken("dns"))" == "a machine named 'dns' is already running")
  }
}
