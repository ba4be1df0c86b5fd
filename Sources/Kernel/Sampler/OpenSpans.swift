public import Telemetry

/// The table of the stretches of work that have begun and not ended.
///
/// It is there for a host that looks at a guest which hangs or has died; where there is no room, a
/// stretch is told when it ends all the same.
@safe
public struct OpenSpans {
  private let places: UnsafeMutablePointer<OpenSpan>

  /// Takes the place of the table.
  ///
  /// - Parameter memory: Room for `OpenSpan.capacity` of them, zeroes at first.
  public init(unsafeMemory memory: UnsafeMutableRawPointer) {
    unsafe places = memory.assumingMemoryBound(to: OpenSpan.self)
  }

  /// Takes in a stretch.
  ///
  /// - Parameter span: The stretch; its start is not 0.
  /// - Returns: Its place, for `end`; nil if there is no room.
  public func begin(_ span: OpenSpan) -> Int? {
    // Safe, both: a place is below the capacity.
    for index in 0..<OpenSpan.capacity where unsafe places[index].start == 0 {
      unsafe places[index] = span
      return index
    }
    return nil
  }

  /// Takes out a stretch.
  ///
  /// - Parameter place: What `begin` returned.
  public func end(_ place: Int?) {
    guard let place, place < OpenSpan.capacity else { return }
    unsafe places[place].start = 0
  }
}
