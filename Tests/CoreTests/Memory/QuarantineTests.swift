internal import Testing

@testable internal import Core

@Suite struct QuarantineTests {
  @Test func `the block that was freed first leaves first`() {
    var quarantine = Quarantine()
    var left: [UInt] = []
    for address in 1...100 {
      let block = Quarantine.Block(address: UInt(address), byteCount: 10)
      if let oldest = quarantine.append(block) { left.append(oldest.address) }
    }
    #expect(left == Array(1...68))
    #expect(quarantine.count == 32 && quarantine.byteCount == 320)
    while let block = quarantine.removeFirst() { left.append(block.address) }
    #expect(left == Array(1...100))
    #expect(quarantine.count == 0 && quarantine.byteCount == 0)
  }
}
