import Kernel

/// Adds up the numbers of a datagram: `1 2 3` should be answered by `6`.
///
/// It has two bugs, which docs/debugging.md finds; they stay.
@main struct AddingService: Service {
  static func start(_ system: System) async throws(BindError) {
    let socket = try system.network.udp.bind(port: 7000)
    for await query in socket {
      let numbers = readNumbers(query.payload)
      let sum = add(numbers)
      try? socket.send(decimal(sum), to: query.source)
    }
  }
}

/// The numbers in a text, which are separated by spaces.
@inline(never)
func readNumbers(_ text: [UInt8]) -> [Int] {
  var numbers: [Int] = []
  var number = 0
  for byte in text {
    if byte == 0x20 {
      numbers.append(number)
      number = 0
    } else {
      number = number * 10 + Int(byte - 0x30)
    }
  }
  return numbers
}

/// The sum of numbers.
@inline(never)
func add(_ numbers: [Int]) -> Int {
  numbers.reduce(0, +)
}

/// A number in decimal digits.
@inline(never)
func decimal(_ number: Int) -> [UInt8] {
  var text: [UInt8] = []
  var rest = number
  repeat {
    text.insert(UInt8(0x30 + rest % 10), at: 0)
    rest /= 10
  } while rest > 0
  return text
}
