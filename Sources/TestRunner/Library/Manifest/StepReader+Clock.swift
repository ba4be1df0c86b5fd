internal import Yams

/// Steps that compare the guest's clocks with the host's.
extension StepReader {
  func clock(_ fields: Fields) -> ClockStep? {
    let known = ["port", "for", "drift", "wall"]
    guard let clock = fields.fields("clock", of: "“clock”", known: known) else { return nil }
    guard let port = clock.require("port", .integer(UInt16(1)...UInt16.max)) else { return nil }
    var step = ClockStep(port: port, wallTolerance: clock.read("wall", .duration))
    guard clock.has("for") || clock.has("drift") else {
      if !clock.has("wall") { clock.report("“clock” needs for and drift, or wall") }
      return step
    }
    guard let duration = clock.require("for", .duration),
      let drift = clock.require("drift", .partsPerMillion)
    else { return nil }
    step.rate = ClockStep.Rate(duration: duration, partsPerMillion: drift)
    return step
  }
}

extension NodeDecoder where Value == Double {
  /// A ratio in millionths: `100ppm`.
  static var partsPerMillion: NodeDecoder {
    NodeDecoder<String>.text.then { text in
      guard text.hasSuffix("ppm"), let number = Double(text.dropLast(3)), number >= 0,
        number.isFinite
      else { return .problem("expected millionths such as 100ppm, found “\(text)”") }
      return .value(number)
    }
  }
}
