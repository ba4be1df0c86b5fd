internal import Telemetry
internal import Testing

@Suite struct RegisterValuesTests {
  @Test func `lists values and names in one order`() throws {
    var registers = RegisterValues()
    registers.rsp = 7
    registers.r15 = 15
    registers.rip = 16
    registers.ss = 21
    let values = registers.values
    #expect(values[7] == 7)
    #expect("\(RegisterValues.names[7])" == "rsp")
    #expect(values[15] == 15)
    #expect("\(RegisterValues.names[15])" == "r15")
    #expect(values[16] == 16)
    #expect("\(RegisterValues.names[16])" == "rip")
    #expect(values[21] == 21)
    #expect("\(RegisterValues.names[21])" == "ss")
  }
}
