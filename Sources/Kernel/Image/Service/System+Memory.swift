extension System {
  /// The guest's memory: what is used of it, and allocation that may fail.
  public var memory: Memory { Memory() }
}
