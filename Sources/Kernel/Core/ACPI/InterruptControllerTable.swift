/// The multiple APIC description table (MADT): processors and interrupt controllers.
///
/// It says too which of the controllers' inputs the legacy interrupts are at.
///
/// Source: ACPI 6.5, section 5.2.12.
public struct InterruptControllerTable: Equatable, Sendable {
  /// How many processors can run.
  public let processorCount: Int
  /// Address of the first I/O interrupt controller; nil if there is none.
  public let controllerAddress: UInt64?
  /// Number of that controller's first input.
  public let firstInput: UInt32
  /// Where the 16 legacy interrupts are, by their numbers.
  private let legacy: InlineArray<16, LegacyInput>

  /// Where a legacy interrupt is.
  public struct LegacyInput: Equatable, Sendable {
    /// The input, counted over all controllers.
    public var input: UInt32
    /// Whether the line stays active until the device is served.
    public var isLevel: Bool
    /// Whether the line is active when it is low.
    public var isActiveLow: Bool
  }

  /// Reads the table.
  public init(_ table: RawSpan) {
    var processorCount = 0
    var controller: (address: UInt64, firstInput: UInt32)?
    var legacy = InlineArray<16, LegacyInput> {
      LegacyInput(input: UInt32($0), isLevel: false, isActiveLow: false)
    }
    var offset = 44
    while offset + 2 <= table.byteCount {
      let byteCount = Int(table.littleEndian(at: offset + 1, as: UInt8.self))
      guard byteCount >= 2, offset + byteCount <= table.byteCount else { break }
      let entry = table.extracting(offset..<offset + byteCount)
      switch entry.littleEndian(at: 0, as: UInt8.self) {
      case 0 where byteCount >= 8: processorCount += Self.isUsable(entry, flagsAt: 4) ? 1 : 0
      case 9 where byteCount >= 16: processorCount += Self.isUsable(entry, flagsAt: 8) ? 1 : 0
      case 1 where byteCount >= 12 && controller == nil:
        controller = (UInt64(entry.littleEndian(at: 4, as: UInt32.self)), entry.littleEndian(at: 8))
      case 2 where byteCount >= 10: Self.override(entry, &legacy)
      default: break
      }
      offset += byteCount
    }
    self.processorCount = processorCount
    controllerAddress = controller?.address
    firstInput = controller?.firstInput ?? 0
    self.legacy = legacy
  }

  /// Finds a legacy interrupt.
  ///
  /// - Parameter number: The interrupt's number at the legacy controllers, 0 to 15.
  /// - Returns: Where it is; nil if there is no such interrupt.
  public func input(ofLegacy number: Int) -> LegacyInput? {
    (0..<16).contains(number) ? legacy[number] : nil
  }

  private static func isUsable(_ entry: RawSpan, flagsAt offset: Int) -> Bool {
    entry.littleEndian(at: offset, as: UInt32.self) & 1 != 0
  }

  /// Takes a legacy interrupt that is somewhere else than its number says, or otherwise wired.
  private static func override(_ entry: RawSpan, _ legacy: inout InlineArray<16, LegacyInput>) {
    let number = Int(entry.littleEndian(at: 3, as: UInt8.self))
    guard entry.littleEndian(at: 2, as: UInt8.self) == 0, number < 16 else { return }
    let flags: UInt16 = entry.littleEndian(at: 8)
    // 0 stands for what the bus does, which for these is: edges, active when high.
    legacy[number] = LegacyInput(
      input: entry.littleEndian(at: 4), isLevel: flags >> 2 & 3 == 3, isActiveLow: flags & 3 == 3)
  }

  public static func == (left: Self, right: Self) -> Bool {
    left.processorCount == right.processorCount
      && left.controllerAddress == right.controllerAddress && left.firstInput == right.firstInput
      && (0..<16).allSatisfy { left.legacy[$0] == right.legacy[$0] }
  }
}
