internal import Foundation
internal import Symbols
internal import Telemetry
internal import Testing

@testable internal import Profiler

@Suite struct SampleTranslatorTests {
  private let symboliser: Symboliser
  private let time: GuestTime
  /// A function that begins with `push %rbp` (1 byte) and `mov %rsp, %rbp` (3 bytes).
  private let function: UInt32
  private let caller: UInt32

  init() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "SymbolsTests/Fixtures/image/image.elf").path
    symboliser = try Symboliser(path: path)
    var block = SamplerBlock()
    block.ticksPerSecond = 1_000_000_000
    time = GuestTime(block)
    let symbols = symboliser.symbols
    let start = try #require(symbols.symbol(named: "$e7Fixture7ServiceC5startyySiF")).address
    function = UInt32(start.rawValue)
    caller = UInt32(try #require(symbols.symbol(named: "main")).address.rawValue) + 0x30
  }

  private func sample(
    _ translator: inout SampleTranslator, _ kind: Telemetry.SampleKind,
    top: (UInt32, UInt32) = (0, 0),
    addresses: [UInt32] = [1, 2], extra: [UInt64] = []
  ) -> Sample? {
    let size = SampleLayout.byteCount(addressCount: addresses.count, extraWordCount: extra.count)
    var bytes = [UInt8](repeating: 0, count: size)
    func put(_ value: some FixedWidthInteger, at offset: Int) {
      withUnsafeBytes(of: value.littleEndian) {
        bytes.replaceSubrange(offset..<offset + $0.count, with: $0)
      }
    }
    put(
      SampleLayout.head(
        byteCount: size, kind: kind, addressCount: addresses.count, context: 0, end: .complete),
      at: 0)
    put(UInt64(5000), at: SampleLayout.Field.tick)
    put(top.0, at: SampleLayout.Field.top)
    put(top.1, at: SampleLayout.Field.top + 4)
    for (index, address) in addresses.enumerated() {
      put(address, at: SampleLayout.headerByteCount + 4 * index)
    }
    for (index, word) in extra.enumerated() { put(word, at: size - 8 * (extra.count - index)) }
    let span = bytes.span.bytes
    guard let record = try? SampleRecord(span) else { return nil }
    return translator.sample(record, base: 0, time: time)
  }

  @Test func `finds the caller of a function that has not made its frame`() throws {
    var translator = SampleTranslator(symboliser)
    let outer = caller + 4
    let first = sample(
      &translator, .processor, top: (caller, 0x77), addresses: [function, outer])
    #expect(first?.addresses == [function, caller, outer].map(UInt64.init))
    #expect(first?.remarks == .knowsCaller)
    let pushed = sample(
      &translator, .processor, top: (0x77, caller), addresses: [function + 1, outer])
    #expect(pushed?.addresses == [function + 1, caller, outer].map(UInt64.init))
    let made = sample(
      &translator, .processor, top: (caller, caller), addresses: [function + 4, outer])
    #expect(made?.addresses == [function + 4, outer].map(UInt64.init) && made?.remarks == [])
  }

  @Test func `does not take for a caller what is none`() throws {
    var translator = SampleTranslator(symboliser)
    let wild = sample(&translator, .processor, top: (0x33, 0x33), addresses: [function, caller])
    #expect(wild?.addresses == [function, caller].map(UInt64.init) && wild?.remarks == [])
  }

  @Test func `what was not given back is live`() throws {
    var translator = SampleTranslator(symboliser)
    for address in [0x5000, 0x6000, 0] as [UInt64] {
      let taken = sample(&translator, .allocation, extra: [address, 64, 64])
      #expect(taken?.kind == .allocation && taken?.weight == 101)
    }
    #expect(sample(&translator, .release, extra: [0x5000]) == nil)
    #expect(sample(&translator, .release, extra: [0x9000]) == nil)
    let live = translator.liveSamples
    // The one without an address is of nobody knows which block.
    #expect(live.count == 1 && live[0].kind == .liveAllocation && live[0].weight == 101)
  }

  @Test func `names stretches of work by the image's own bytes`() throws {
    var translator = SampleTranslator(symboliser)
    let bytes = try #require(symboliser.image.bytes(at: LinkAddress(UInt64(function)), count: 4))
    let named = sample(&translator, .span, extra: [700, UInt64(function), 4])
    #expect(named?.name == String(decoding: bytes, as: UTF8.self) && named?.weight == 700)
    #expect(named?.kind == .span)
    #expect(sample(&translator, .span, extra: [700, 0x9999_9999_9999, 4])?.name == "[span]")
  }
}
