extension FlameGraph {
  /// A picture's settings for a profile.
  ///
  /// - Parameters:
  ///   - profile: The profile, filtered.
  ///   - health: Lines of the report on its health, of which the first ones are shown.
  public init(describing profile: Profile, health: [String]) {
    self.init()
    title = profile.header.machine.isEmpty ? "Flame graph" : profile.header.machine
    subtitle = health.prefix(3).joined(separator: " · ")
    unit = (profile.samples.first?.kind ?? .time).unit
  }

  /// Draws a profile.
  ///
  /// - Parameters:
  ///   - profile: The profile, filtered.
  ///   - inverted: Whether it begins with the functions that did the work.
  /// - Returns: An SVG file.
  public func draw(_ profile: Profile, inverted: Bool) -> [UInt8] {
    var graph = self
    graph.isInverted = inverted
    return graph.draw(CallTree(profile, inverted ? .fromLeaf : .fromEntry))
  }
}
