internal import Telemetry
public import Time

extension Console {
  /// Writes a text, a moment in universal time and ends the line.
  public func print(_ text: StaticString, _ moment: Timestamp) {
    var console = self
    console.write(text)
    moment.write(to: &console)
    console.write(0x0a)
  }

  /// Writes a text, what a clock goes by, and ends the line.
  public func print(_ text: StaticString, _ source: ClockSource) {
    var console = self
    console.write(text)
    console.write(source.name)
    console.write(0x0a)
  }
}
