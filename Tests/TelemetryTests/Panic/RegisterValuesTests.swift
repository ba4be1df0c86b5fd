internal import Telemetry
internal import Testing

@Suite struct RegisterValuesTests {
  private func name(of index: Int) -> String {
    var buffer = ByteBuffer()
    RegisterValues.writeName(of: index, to: &buffer)
    return String(buffer.text.prefix { $0 != " " })
  }

  @Test func `lists values and names in one order`() {
    var registers = RegisterValues()
    registers.rsp = 7
    registers.r15 = 15
    registers.rip = 16
    registers.ss = 21
    let values = registers.values
    #expect(values[7] == 7)
    #expect(name(of: 7) == "rsp")
    #expect(values[15] == 15)
    #expect(name(of: 15) == "r15")
    #expect(values[16] == 16)
    #expect(name(of: 16) == "rip")
    #expect(values[21] == 21)
    #expect(name(of: 21) == "ss")
  }
}
