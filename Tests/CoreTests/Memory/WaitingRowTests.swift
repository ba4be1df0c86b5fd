internal import Testing

@testable internal import Core

@Suite struct WaitingRowTests {
  private final class Item {
    let number: Int
    init(_ number: Int) { self.number = number }
  }

  @Test func `keeps the order`() {
    var row = WaitingRow<Item>()
    #expect(row.first == nil)
    for number in 0..<100 { row.append(Item(number)) }
    for number in 0..<100 {
      #expect(row.first?.number == number && row.count == 100 - number)
      row.removeFirst()
    }
    #expect(row.first == nil && row.count == 0)
  }

  @Test func `lets go what has had its turn`() {
    var row = WaitingRow<Item>()
    weak var first: Item?
    do {
      let item = Item(0)
      first = item
      row.append(item)
    }
    row.append(Item(1))
    #expect(first != nil)
    row.removeFirst()
    #expect(first == nil && row.first?.number == 1)
  }

  @Test func `does not grow while it is never empty`() {
    var row = WaitingRow<Item>()
    for number in 0..<16 { row.append(Item(number)) }
    for number in 16..<10_000 {
      row.append(Item(number))
      #expect(row.first?.number == number - 16)
      row.removeFirst()
      #expect(row.placeCount < 64)
    }
    #expect(row.count == 16)
  }
}
