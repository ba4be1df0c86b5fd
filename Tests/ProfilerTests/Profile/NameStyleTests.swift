internal import Profiler
internal import Symbols
internal import Testing

@Suite struct NameStyleTests {
  @Test func `shows names as asked`() {
    let frame = SymbolFrame(
      rawName: "$e4Core9TimerTypeV3runyySiF", location: nil, isInlined: false)
    #expect(NameStyle.none.name(of: frame) == "$e4Core9TimerTypeV3runyySiF")
    #expect(NameStyle.simplified.name(of: frame) == "TimerType.run(_:)")
    #expect(NameStyle.full.name(of: frame) == "Core.TimerType.run(Swift.Int) -> ()")
  }

  @Test func `tells the module of a symbol`() {
    #expect(moduleName(ofSymbol: "$e4Core9TimerTypeV3runyySiF") == "Core")
    #expect(moduleName(ofSymbol: "$s10Foundation4DataV") == "Foundation")
    #expect(moduleName(ofSymbol: "$eSa6appendyyxnF") == "Swift")
    #expect(moduleName(ofSymbol: "$es5print_9separator10terminatoryypd_S2StF") == "Swift")
    #expect(moduleName(ofSymbol: "memcpy") == "C")
    #expect(moduleName(ofSymbol: "_ZN5swift4TaskC1Ev") == "C++")
    #expect(moduleName(ofSymbol: "$e99x") == "Swift")
    #expect(moduleName(ofSymbol: "$e") == "Swift")
    #expect(moduleName(ofSymbol: "") == "C")
  }
}
