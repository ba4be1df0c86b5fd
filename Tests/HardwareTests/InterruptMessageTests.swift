internal import Hardware
internal import Testing

@Suite struct InterruptMessageTests {
  @Test func `addresses one processor and carries the vector`() {
    let message = InterruptMessage(vector: InterruptVector(rawValue: 0x41), processor: 3)
    #expect(message.address == PhysicalAddress(rawValue: 0xfee0_3000))
    #expect(message.data == 0x41)
  }
}
