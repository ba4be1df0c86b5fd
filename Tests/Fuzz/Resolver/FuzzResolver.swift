internal import DNS
internal import FuzzSupport
internal import Net
internal import Resolver
internal import Wire

/// Names that are looked up of servers whose answers a script makes: no trap, and each lookup ends.
@c(fuzz_Resolver)
public func fuzzResolver(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var input = FuzzInput(start, count)
  var asker = Asker(&input)
  var lookups = 0
  while !input.isAtEnd, lookups < 12 {
    asker.look(&input)
    lookups += 1
  }
  return 0
}

private struct Asker {
  private static let names = ["www.example", "a.b.c.example", "example", "localhost", "x.invalid"]
  private static let types: [RecordType] = [.a, .aaaa, .cname, .mx, .txt, .ptr]
  private static let stranger = Endpoint(address: IPv4Address(192, 0, 2, 1), port: 53)

  private var resolver: Resolver
  private var now = Instant(nanoseconds: 0)

  init(_ input: inout FuzzInput) {
    let choice = input.byte()
    var settings = ResolverSettings(
      servers: (0..<choice % 4).map { Endpoint(address: IPv4Address(10, 0, 0, $0), port: 53) })
    settings.cacheCapacity = 3
    settings.randomizesCase = choice & 0x10 == 0
    settings.payloadSize = choice & 0x20 == 0 ? 1232 : nil
    resolver = Resolver(settings, seed: 1)
  }

  /// Looks one name up.
  mutating func look(_ input: inout FuzzInput) {
    let choice = Int(input.byte())
    now = now.advanced(byNanoseconds: UInt64(choice) * 100_000_000)
    guard let name = Name(Array(Self.names[choice % 5].utf8)) else { return }
    guard case .asked(var lookup) = resolver.start(name, Self.types[choice / 5 % 6], at: now)
    else { return }
    var step = lookup.start(at: now)
    var count = 0
    while true {
      count += 1
      require(count < 3000, "a lookup without end")
      switch step {
      case .finished(let answer): return resolver.finish(lookup, with: answer, at: now)
      case .failed(let error): return resolver.fail(lookup, with: error, at: now)
      case .ask(let query, let server, let until), .connect(let query, let server, let until):
        check(query)
        guard !input.isAtEnd, count < 200 else {
          now = max(now, until)
          step = lookup.giveUp(at: now)
          continue
        }
        let operation = input.byte()
        if operation % 8 == 0 {
          now = max(now, until)
          step = lookup.giveUp(at: now)
        } else {
          let bytes =
            operation % 8 == 1 ? input.run() : Self.answer(to: query, operation, &input)
          let sender = operation & 0x80 == 0 ? server : Self.stranger
          step = lookup.receive(bytes.span.bytes, from: sender, at: now) ?? step
        }
      }
    }
  }

  /// Checks that a server can read what it is asked.
  private func check(_ query: [UInt8]) {
    guard let message = Message(query.span.bytes) else {
      fatalError("a question that nobody can read")
    }
    require(!message.isResponse && message.question != nil, "no question")
  }

  /// An answer whose header and question are in order, mostly.
  private static func answer(
    to query: [UInt8], _ operation: UInt8, _ input: inout FuzzInput
  ) -> [UInt8] {
    let choice = input.byte()
    let counts = [choice & 3, choice >> 2 & 3, choice >> 4 & 1]
    var end = 12
    while query[end] != 0 { end += Int(query[end]) + 1 }
    var bytes = [query[0], query[1] ^ (operation & 0x40 == 0 ? 0 : 1)]
    bytes += [0x81 | input.byte() & 0x7e, 0x80 | input.byte() & 0x0f, 0, 1]
    for count in counts { bytes += [0, count] }
    bytes += query[12..<end + 5]
    if operation & 0x20 != 0 { bytes[13] ^= 0x20 }
    for _ in 0..<counts.reduce(0, +) { bytes += record(&input) }
    return bytes
  }

  private static func record(_ input: inout FuzzInput) -> [UInt8] {
    let choice = input.byte()
    let owners: [[UInt8]] = [
      [0xc0, 12], [0], [0xc0, 16], [1, 0x61, 0xc0, 12], [0xc0, input.byte()], input.run(),
    ]
    let types: [UInt8] = [1, 28, 5, 6, 2, 41, 15, 12]
    var data: [UInt8]
    switch choice >> 6 {
    case 0: data = [10, 0, 0, input.byte()]
    case 1: data = [1, 0x62, 0xc0, input.byte()]
    case 2: data = [0xc0, 12, 0xc0, 12] + [UInt8](repeating: 0, count: 19) + [input.byte()]
    default: data = input.run()
    }
    if choice & 0x20 != 0 { data += input.run() }
    var bytes = owners[Int(choice % 6)] + [0, types[Int(choice >> 2) % 8], 0, 1]
    bytes += [0, 0, 0, input.byte(), UInt8(data.count >> 8), UInt8(data.count & 0xff)]
    bytes += data
    return bytes
  }
}
