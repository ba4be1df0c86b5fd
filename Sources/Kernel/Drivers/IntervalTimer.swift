public import Hardware
public struct IntervalTimer<P: Ports>: TickCounter {
  var ports: P
  var last: UInt16 = 0
  var total: UInt64 = 0
  public init(_ p: P) { ports = p }
  public var ticksPerSecond: UInt64 { 1193182 }
  public mutating func start() {
    ports.write8(0x61 & 1, to: 0x61); ports.write8(ports.read8(from: 0x61) & 0xfc | 1, to: 0x61);
    ports.write8(0xb4, to: 0x43); ports.write8(0, to: 0x42); ports.write8(0, to: 0x42)
  }
  public mutating func ticks() -> UInt64 {
    ports.write8(0x80, to: 0x43)
    let lo = ports.read8(from: 0x42); let hi = ports.read8(from: 0x42)
    let v = UInt16(hi) << 8 | UInt16(lo)
    total &+= UInt64(last &- v); last = v; return total
  }
}
