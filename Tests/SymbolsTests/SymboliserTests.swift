internal import Symbols
internal import TestSupport
internal import Testing

@Suite struct SymboliserTests {
  let symboliser: Symboliser

  init() throws {
    symboliser = try Symboliser(path: Fixture.path)
  }

  /// One line of what LLVM's symboliser says: an address and its frames.
  struct Answer {
    let address: LinkAddress
    let frames: [(function: String, location: String?)]

    init(_ line: String) throws {
      let fields = line.split(separator: "\t")
      address = LinkAddress(try #require(UInt64(fields[0].dropFirst(2), radix: 16)))
      frames = try fields.dropFirst().map { field in
        let space = try #require(field.lastIndex(of: " "))
        let location = field[field.index(after: space)...]
        let isPlace = !location.contains(":0:") && !location.contains("<compiler-generated>")
        return (String(field[..<space]), isPlace ? String(location) : nil)
      }
    }
  }

  @Test func `agrees with LLVM on every instruction`() throws {
    for answer in try Fixtures().lines("image/reference.txt").map(Answer.init) {
      let frames = symboliser.frames(at: answer.address, isReturnAddress: false)
      // LLVM answers ?? where there is nothing but padding.
      if frames.isEmpty, answer.frames.map(\.function) == ["??"] { continue }
      #expect(frames.map(\.rawName) == answer.frames.map(\.function), "at \(answer.address)")
      for (frame, expected) in zip(frames, answer.frames) where expected.location != nil {
        let text = frame.location.map { "\($0.file):\($0.line):\($0.column)" }
        #expect(text == expected.location, "\(expected.function) at \(answer.address)")
      }
      #expect(frames.map(\.isInlined) == frames.indices.map { $0 < frames.count - 1 })
    }
  }

  @Test func `names the chain of inlined functions down to the trap`() throws {
    // The division by zero: the second trap instruction at the end of the function.
    let symbols = symboliser.symbols
    let table = try #require(symbols.symbol(named: "$e7Fixture7ServiceC5tableyS2iFTf4nd_n"))
    let trap = LinkAddress(table.address.rawValue + table.byteCount - 2)
    let frames = symboliser.frames(at: trap, isReturnAddress: false)
    #expect(
      frames.map(\.function) == [
        "Swift runtime failure: Division by zero", "divided(_:by:)", "halved(_:)",
        "Service.table(_:)",
      ])
    #expect(
      frames.map { $0.location.map { "\($0)" } } == [
        nil, "/fixture/Table.swift:23:9", "/fixture/Table.swift:17:3",
        "/fixture/Service.swift:66:33",
      ])
  }

  @Test func `takes the instruction before a return address`() throws {
    // The call of the last function is the last instruction of its caller but the trap after it.
    let afterCall = try Fixture.address(of: "_start", plus: 7, in: symboliser.symbols)
    let first = try Fixture.address(of: "main", in: symboliser.symbols)
    #expect(symboliser.frames(at: afterCall, isReturnAddress: true).map(\.function) == ["_start"])
    #expect(symboliser.frames(at: first, isReturnAddress: true).isEmpty)
    #expect(symboliser.frames(at: first, isReturnAddress: false).last?.rawName == "main")
  }

  @Test func `falls back to symbols where there is no debug information`() throws {
    let inside = try Fixture.address(of: "opaque", plus: 1, in: symboliser.symbols)
    let frames = symboliser.frames(at: inside, isReturnAddress: false)
    #expect(frames == [SymbolFrame(rawName: "opaque", location: nil, isInlined: false)])
  }

  @Test(arguments: [UInt64(0), 1, 0x20_0000, 0xffff_ffff_8000_0000, .max])
  func `says nothing about addresses outside`(address: UInt64) {
    #expect(symboliser.frames(at: LinkAddress(address), isReturnAddress: false).isEmpty)
    #expect(symboliser.frames(at: LinkAddress(address), isReturnAddress: true).isEmpty)
  }

  @Test func `resolves a panic within its share of the time`() throws {
    let addresses = try Fixtures().lines("image/reference.txt").prefix(20).map {
      try Answer($0).address
    }
    let time = try ContinuousClock().measure {
      let symboliser = try Symboliser(path: Fixture.path)
      for address in addresses {
        _ = symboliser.frames(at: address, isReturnAddress: false)
      }
    }
    // The budget from panic to trace is 150 ms; this takes 60 of them at most. The tests run
    // unoptimised and beside others, the image is small: a bound that only nonsense breaks.
    #expect(time < .milliseconds(500))
  }
}
