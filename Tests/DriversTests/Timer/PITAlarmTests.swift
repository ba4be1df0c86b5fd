internal import Drivers
internal import Testing

@Suite struct PITAlarmTests {
  @Test func `is set by two bytes of a count that runs down once`() {
    let ports = FakePorts()
    ports.store = { port, _ in port == 0x40 || port == 0x43 }
    var alarm = PITAlarm(ports)
    alarm.set(ticks: 0x1234)
    alarm.set(ticks: 1)
    #expect(
      ports.accesses == [
        .write(8, 0x43, 0x30), .write(8, 0x40, 0x34), .write(8, 0x40, 0x12), .write(8, 0x40, 1),
        .write(8, 0x40, 0),
      ])
  }
}
