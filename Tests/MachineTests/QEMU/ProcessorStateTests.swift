internal import Testing

@testable internal import Machine

@Suite struct ProcessorStateTests {
  /// Shortened answer of QEMU 7.2 about one processor in long mode and one not yet started.
  private static let answer = """
    CPU#0
    RAX=0000000000000000 RBX=0000000000000000 RCX=0000000000000000 RDX=0000000000000000
    RSI=0000000000000000 RDI=0000000000000000 RBP=ffff800000102030 RSP=ffff800000102000
    R12=0000000000000000 R13=0000000000000000 R14=0000000000000000 R15=0000000000000000
    RIP=0000000000100042 RFL=00000246 [---Z-P-] CPL=0 II=0 A20=1 SMM=0 HLT=1
    ES =0010 00000000 ffffffff 00c09300 DPL=0 DS   [-WA]
    CR0=80010011 CR2=00000000deadbeef CR3=0000000000201000 CR4=00000020
    CPU#1
    EAX=00000000 EBX=00000000 ECX=00000000 EDX=000006d3
    ESI=00000000 EDI=00000000 EBP=00000000 ESP=00000010
    EIP=0000fff0 EFL=00000002 [-------] CPL=0 II=0 A20=1 SMM=0 HLT=0
    CR0=60000010 CR2=00000000 CR3=00000000 CR4=00000000
    """

  @Test func `reads every processor`() {
    let first = ProcessorState(
      index: 0, rip: 0x100042, rsp: 0xffff_8000_0010_2000, rbp: 0xffff_8000_0010_2030,
      rflags: 0x246, cr2: 0xdead_beef, cr3: 0x201000, isHalted: true)
    let second = ProcessorState(index: 1, rip: 0xfff0, rsp: 0x10, rflags: 2)
    #expect(ProcessorState.parse(Self.answer) == [first, second])
    #expect(first.acceptsInterrupts)
    #expect(!second.acceptsInterrupts)
  }

  @Test func `reads lines that end as QEMU ends them`() {
    #expect(ProcessorState.parse("CPU#0\r\nRIP=1 HLT=0\r\n").map(\.rip) == [1])
  }

  @Test func `tells a processor that was never started from one that sleeps for good`() {
    let reset = "\nEIP=0000fff0 EFL=00000002 II=0 HLT=1\nCR0=60000010 CR2=00000000 CR3=00000000\n"
    let states = ProcessorState.parse(
      "CPU#0\(reset)CPU#1\(reset)CPU#2\nRIP=100000 RFL=2 HLT=1\nCR3=1000")
    #expect(states.map(\.isParked) == [false, true, false])
  }

  @Test func `reads nothing from anything else`() {
    #expect(ProcessorState.parse("").isEmpty)
    #expect(ProcessorState.parse("unknown command: 'info registers'").isEmpty)
  }
}
